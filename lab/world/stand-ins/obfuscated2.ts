import { type Cipher, createCipheriv, createHash, randomBytes } from 'node:crypto';

const REQ_PQ_MULTI = 0xbe7e8ef1;
const RES_PQ = 0x05162463;
const VECTOR = 0x1cb5c415;
const TAGS = { abridged: 0xefefefef, intermediate: 0xeeeeeeee, padded: 0xdddddddd } as const;
type Framing = keyof typeof TAGS;

/** Both directions of the cipher that hides MTProto, from the 64 bytes a client starts with; a DC itself has no secret. */
function ciphers(header: Buffer, secret: Buffer | null = null): { fromClient: Cipher; toClient: Cipher } {
  const reversed = Buffer.from(header.subarray(8, 56)).reverse();
  const keyed = (bytes: Buffer): Cipher => {
    const plain = bytes.subarray(0, 32);
    const key = secret === null ? plain : createHash('sha256').update(plain).update(secret).digest();
    return createCipheriv('aes-256-ctr', key, bytes.subarray(32, 48));
  };
  return { fromClient: keyed(header.subarray(8, 56)), toClient: keyed(reversed) };
}

/**
 * A Telegram DC's side of the first exchange: `push` returns the encrypted `resPQ` once a whole `req_pq_multi` has come, and a
 * status for a POST. Throws on anything else.
 */
export class DataCentre {
  #received = Buffer.alloc(0);
  #session: { fromClient: Cipher; toClient: Cipher; framing: Framing; plain: Buffer } | null = null;

  push(chunk: Buffer): Buffer | null {
    if (this.#session === null) {
      this.#received = Buffer.concat([this.#received, chunk]);
      // Its HTTP transport, of which nothing but that it answers is of use here.
      if (this.#received.toString('latin1').startsWith('POST ')) return answerPost(this.#received);
      if (this.#received.length < 64) return null;
      this.#open(this.#received.subarray(0, 64));
      return this.push(this.#received.subarray(64));
    }
    const session = this.#session;
    session.plain = Buffer.concat([session.plain, session.fromClient.update(chunk)]);
    const message = unframe(session.plain, session.framing);
    if (message === null) return null;
    session.plain = Buffer.alloc(0);
    return session.toClient.update(enframe(resPq(message), session.framing));
  }

  /** The same for a web socket, which takes the header in one message, and one whole packet in each that follows. */
  pushMessage(message: Buffer): Buffer | null {
    if (this.#session === null) {
      if (message.length !== 64) throw new Error('the header comes by itself');
      return this.push(message);
    }
    const answer = this.push(message);
    if (answer === null) throw new Error('a message is one whole packet');
    return answer;
  }

  #open(header: Buffer): void {
    const { fromClient, toClient } = ciphers(header);
    const tag = fromClient.update(header).readUInt32LE(56);
    const framing = framings().find((name) => TAGS[name] === tag);
    if (framing === undefined) throw new Error('no known transport tag');
    this.#session = { fromClient, toClient, framing, plain: Buffer.alloc(0) };
  }
}

function answerPost(request: Buffer): Buffer | null {
  return request.includes('\r\n\r\n')
    ? Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', 'latin1')
    : null;
}

const framings = (): Framing[] => ['abridged', 'intermediate', 'padded'];

/** An unencrypted message: no key, an id, a length, a body (core.telegram.org/mtproto/description). */
function plainMessage(body: Buffer): Buffer {
  const head = Buffer.alloc(20);
  head.writeBigUInt64LE((BigInt(Math.floor(Date.now() / 1000)) << 32n) | 1n, 8);
  head.writeUInt32LE(body.length, 16);
  return Buffer.concat([head, body]);
}

function resPq(message: Buffer): Buffer {
  if (message.length < 40 || message.readUInt32LE(20) !== REQ_PQ_MULTI) throw new Error('not req_pq_multi');
  const body = Buffer.alloc(4 + 16 + 16 + 12 + 4 + 4 + 8);
  body.writeUInt32LE(RES_PQ, 0);
  message.copy(body, 4, 24, 40);
  randomBytes(16).copy(body, 20);
  Buffer.from('0817ed48941a08f981000000', 'hex').copy(body, 36);
  body.writeUInt32LE(VECTOR, 48);
  body.writeUInt32LE(1, 52);
  randomBytes(8).copy(body, 56);
  return plainMessage(body);
}

function enframe(message: Buffer, framing: Framing): Buffer {
  if (framing === 'abridged') return Buffer.concat([Buffer.from([message.length / 4]), message]);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(message.length);
  return Buffer.concat([head, message]);
}

function unframe(bytes: Buffer, framing: Framing): Buffer | null {
  if (bytes.length < 4) return null;
  const [start, length] =
    framing === 'abridged' ? [1, (bytes[0] ?? 0) * 4] : [4, bytes.readUInt32LE(0) & 0x7fffffff];
  if (length > 1024) throw new Error('message too long');
  if (bytes.length > start + length) throw new Error('more than one packet');
  return bytes.length < start + length ? null : bytes.subarray(start, start + length);
}

/** The client's side, for the lab's own separate client; with the secret of an MTProto proxy it pads its packets. */
export class DataCentreClient {
  readonly #nonce = randomBytes(16);
  readonly #toServer: Cipher;
  readonly #header: Buffer;
  readonly #secret: Buffer | null;

  constructor(dc: number, secret: Buffer | null = null) {
    this.#secret = secret;
    const header = randomBytes(64);
    header[0] = 0x99;
    header.writeUInt32LE(1, 4);
    header.writeUInt32LE(secret === null ? TAGS.intermediate : TAGS.padded, 56);
    header.writeInt16LE(dc, 60);
    const { fromClient } = ciphers(header, secret);
    this.#toServer = fromClient;
    this.#header = Buffer.concat([header.subarray(0, 56), fromClient.update(header).subarray(56)]);
  }

  firstFlight(): Buffer {
    const body = Buffer.alloc(4);
    body.writeUInt32LE(REQ_PQ_MULTI);
    const request = plainMessage(Buffer.concat([body, this.#nonce]));
    const padded = this.#secret === null ? request : Buffer.concat([request, randomBytes(7)]);
    return Buffer.concat([this.#header, this.#toServer.update(enframe(padded, 'intermediate'))]);
  }

  /** Whether these are the encrypted bytes of a `resPQ` to our nonce: everything received so far. */
  isResPq(bytes: Buffer): boolean {
    const plain = ciphers(this.#header, this.#secret).toClient.update(bytes);
    const message = plain.subarray(4);
    if (message.length < 40 || plain.readUInt32LE(0) !== message.length) return false;
    return message.readUInt32LE(20) === RES_PQ && message.subarray(24, 40).equals(this.#nonce);
  }
}
