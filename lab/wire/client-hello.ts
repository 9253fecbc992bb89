/** What of a TLS stream's start has arrived (RFC 8446 §5.1). */
export interface HelloRecords {
  /** Content of the first record, as far as it is there. */
  readonly first: Buffer;
  /** Length the first record claims. */
  readonly firstLength: number;
  /** Content of all leading handshake records, joined. */
  readonly joined: Buffer;
  /** Whether bytes follow that are not a handshake record, so that `joined` will not grow. */
  readonly ended: boolean;
}

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const KEY_SHARE = 51;

/** Takes the records apart; undefined when the stream plainly does not begin with a TLS handshake. */
export function readRecords(stream: Buffer): HelloRecords | undefined {
  if (stream.length > 0 && stream[0] !== HANDSHAKE) return undefined;
  if (stream.length > 1 && stream[1] !== 3) return undefined;
  const contents: Buffer[] = [];
  let firstLength = 0;
  let at = 0;
  while (at + 5 <= stream.length && stream[at] === HANDSHAKE) {
    const length = stream.readUInt16BE(at + 3);
    if (at === 0) firstLength = length;
    contents.push(stream.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  const ended = at < stream.length && stream[at] !== HANDSHAKE;
  return { first: contents[0] ?? Buffer.alloc(0), firstLength, joined: Buffer.concat(contents), ended };
}

/** The whole length of the handshake message that starts the bytes, header included; undefined while unknown. */
export function messageLength(handshake: Buffer): number | undefined {
  return handshake.length < 4 ? undefined : 4 + handshake.readUIntBE(1, 3);
}

export interface HelloView {
  /** Lower case; undefined when there is none, or it has not (wholly) arrived. */
  readonly name: string | undefined;
  /** TLS groups with a key share, as far as they arrived. */
  readonly keyShares: readonly number[];
  /** Whether the first cipher is a reserved one (GREASE, RFC 8701), as Chrome's is. */
  readonly greased: boolean;
  /** Whether the end was reached before the bytes ran out. */
  readonly whole: boolean;
}

/** Reads a ClientHello (RFC 8446 §4.1.2) as far as it goes; never throws. */
export function readHello(handshake: Buffer): HelloView {
  const nothing: HelloView = { name: undefined, keyShares: [], greased: false, whole: false };
  const length = messageLength(handshake);
  if (handshake[0] !== CLIENT_HELLO || length === undefined) return nothing;
  const cursor = new Cursor(handshake.subarray(0, length));
  cursor.take(4 + 2 + 32);
  cursor.take(cursor.number(1));
  const ciphers = cursor.take(cursor.number(2));
  cursor.take(cursor.number(1));
  const end = Math.min(cursor.number(2) + cursor.at, length);
  let name: string | undefined;
  let keyShares: readonly number[] = [];
  while (!cursor.short && cursor.at < end) {
    const type = cursor.number(2);
    const body = cursor.take(cursor.number(2));
    if (type === SERVER_NAME) name = readServerName(body) ?? name;
    if (type === KEY_SHARE) keyShares = readKeyShares(body);
  }
  const greased = ciphers.length >= 2 && (ciphers.readUInt16BE(0) & 0x0f0f) === 0x0a0a;
  return { name, keyShares, greased, whole: !cursor.short && handshake.length >= length };
}

function readServerName(body: Buffer): string | undefined {
  const cursor = new Cursor(body);
  cursor.take(3);
  const name = cursor.take(cursor.number(2));
  return cursor.short ? undefined : name.toString('latin1').toLowerCase();
}

function readKeyShares(body: Buffer): readonly number[] {
  const cursor = new Cursor(body);
  cursor.take(2);
  const groups: number[] = [];
  while (!cursor.short && cursor.at < body.length) {
    groups.push(cursor.number(2));
    cursor.take(cursor.number(2));
  }
  return groups;
}

/** Reads forward; when the bytes run out it says so in `short`, and gives what there is. */
class Cursor {
  at = 0;
  short = false;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.at, this.at + length);
    this.at += length;
    if (taken.length < length) this.short = true;
    return taken;
  }

  number(length: 1 | 2): number {
    const taken = this.take(length);
    return taken.length < length ? 0 : taken.readUIntBE(0, length);
  }
}
