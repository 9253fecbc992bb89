import { type Cipher, createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { HostPort } from '../../../model/address.ts';
import { readClientHello } from '../../../net/client-hello/read.ts';
import { startServer, type TestServer } from '../../../testing/servers.ts';

export interface StandInOptions {
  /** 16 bytes. */
  readonly key: Buffer;
  /** Takes padded packets alone, as proxies do whose secret begins with `dd` or `ee`. */
  readonly isPadded?: boolean;
  /** Speaks fake TLS for this site. */
  readonly domain?: string;
  /** Where each connection goes on to, without a secret; nowhere: what was said is said back, packet by packet. */
  readonly centre?: HostPort;
  /** Bends the answer to a hello. */
  readonly respond?: (answer: Buffer) => Buffer;
}

/** What a stand-in saw that is not as it must be. */
export type Complaint = string;

/** An MTProto proxy put together independently of the code under test, which checks every byte it gets. */
export async function startMtprotoServer(
  options: StandInOptions,
): Promise<TestServer & { readonly complaints: Complaint[]; readonly centres: number[] }> {
  const complaints: Complaint[] = [];
  const centres: number[] = [];
  const server = await startServer((socket) => {
    const complain = (what: Complaint): void => {
      complaints.push(what);
      socket.destroy();
    };
    const secure = options.domain === undefined ? bareTalk(socket) : fakeTls(socket, options, complain);
    serve(secure, options, centres, complain);
  });
  return { ...server, complaints, centres };
}

/** A stream of bytes below the obfuscation. */
interface Talk {
  say(bytes: Buffer): void;
  heard: (bytes: Buffer) => void;
  end(): void;
  ended: () => void;
}

function bareTalk(socket: Socket): Talk {
  const talk: Talk = {
    say: (bytes) => void socket.write(bytes),
    end: () => void socket.end(),
    heard: () => undefined,
    ended: () => undefined,
  };
  socket.on('data', (bytes: Buffer) => talk.heard(bytes));
  socket.once('end', () => talk.ended());
  return talk;
}

const HELLO_LENGTH = 517;

function fakeTls(
  socket: Socket,
  { key, domain, respond }: StandInOptions,
  complain: (what: Complaint) => void,
): Talk {
  let held: Buffer = Buffer.alloc(0);
  let isGreeted = false;
  let isFirst = true;
  const talk = bareTalk(socket);
  const raw = talk.say;
  const take = () => {
    if (!isGreeted) {
      if (held.length < HELLO_LENGTH) return;
      const hello = held.subarray(0, HELLO_LENGTH);
      held = held.subarray(HELLO_LENGTH);
      const fault = helloFault(hello, key, domain ?? '');
      if (fault !== null) return complain(fault);
      isGreeted = true;
      const answer = helloAnswer(hello, key);
      raw(respond?.(answer) ?? answer);
    }
    while (held.length >= 5) {
      const length = held.readUInt16BE(3);
      if (held.length < 5 + length) return;
      const [type, major, minor] = held;
      const payload = held.subarray(5, 5 + length);
      held = held.subarray(5 + length);
      if (major !== 3 || minor !== 3 || length === 0 || length > 16_384) return complain('a strange record');
      if (isFirst && (type !== 20 || payload.toString('hex') !== '01'))
        return complain('no change of cipher first');
      if (!isFirst && type !== 23) return complain(`a record of type ${type}`);
      if (type === 23) inner.heard(Buffer.from(payload));
      isFirst = false;
    }
  };
  const inner: Talk = {
    ...talk,
    say(bytes) {
      for (let at = 0; at < bytes.length; at += 1000) {
        const part = bytes.subarray(at, at + 1000);
        raw(Buffer.concat([Buffer.of(23, 3, 3, part.length >> 8, part.length & 255), part]));
      }
    },
  };
  talk.heard = (bytes) => {
    held = Buffer.concat([held, bytes]);
    take();
  };
  talk.ended = () => inner.ended();
  return inner;
}

/** What is wrong with a hello; null: nothing. As alexbers/mtprotoproxy looks at it. */
function helloFault(hello: Buffer, key: Buffer, domain: string): string | null {
  if (hello.toString('hex', 0, 11) !== '1603010200010001fc0303') return 'another beginning of the hello';
  if (hello[43] !== 32) return 'no session id of 32 bytes';
  const reading = readClientHello(hello);
  if (reading.state !== 'hello') return 'no ClientHello';
  if (reading.hello.serverName !== domain) return 'another site';
  const sum = createHmac('sha256', key)
    .update(Buffer.from(hello).fill(0, 11, 43))
    .digest();
  const shown = hello.subarray(11, 43);
  if (!shown.subarray(0, 28).equals(sum.subarray(0, 28))) return 'not by this secret';
  const seconds = (shown.readUInt32LE(28) ^ sum.readUInt32LE(28)) >>> 0;
  return Math.abs(seconds - Date.now() / 1000) > 120 ? 'another time' : null;
}

function helloAnswer(hello: Buffer, key: Buffer): Buffer {
  const body = Buffer.concat([
    Buffer.from('0303', 'hex'),
    Buffer.alloc(32),
    hello.subarray(43, 76),
    Buffer.from('130100002e00330024001d0020', 'hex'),
    randomBytes(32),
    Buffer.from('002b00020304', 'hex'),
  ]);
  const noise = randomBytes(1500);
  const answer = Buffer.concat([
    Buffer.of(22, 3, 3, 0, body.length + 4, 2, 0, 0, body.length),
    body,
    Buffer.from('140303000101', 'hex'),
    Buffer.of(23, 3, 3, noise.length >> 8, noise.length & 255),
    noise,
  ]);
  const sum = createHmac('sha256', key).update(hello.subarray(11, 43)).update(answer).digest();
  sum.copy(answer, 11);
  return answer;
}

function ciphers(header: Buffer, key: Buffer | null): { there: Cipher; back: Cipher } {
  const made = (bytes: Buffer): Cipher => {
    const plain = bytes.subarray(0, 32);
    const sum = key === null ? plain : createHash('sha256').update(plain).update(key).digest();
    return createCipheriv('aes-256-ctr', sum, bytes.subarray(32, 48));
  };
  const inner = header.subarray(8, 56);
  return { there: made(inner), back: made(Buffer.from(inner).reverse()) };
}

const TAGS: Readonly<Record<string, string>> = {
  efefefef: 'abridged',
  eeeeeeee: 'intermediate',
  dddddddd: 'padded',
};

function serve(
  talk: Talk,
  options: StandInOptions,
  centres: number[],
  complain: (what: Complaint) => void,
): void {
  const { key, isPadded = false, domain, centre } = options;
  let held: Buffer = Buffer.alloc(0);
  let goOn: ((bytes: Buffer) => void) | undefined;
  talk.heard = (bytes) => {
    if (goOn !== undefined) return goOn(bytes);
    held = Buffer.concat([held, bytes]);
    if (held.length < 64) return;
    const { there, back } = ciphers(held, key);
    const plain = there.update(held.subarray(0, 64));
    const framing = TAGS[plain.toString('hex', 56, 60)];
    if (framing === undefined) return complain('not by this secret');
    // As alexbers/mtprotoproxy does in its modes.
    const wantsPadding = isPadded || domain !== undefined;
    if (wantsPadding !== (framing === 'padded')) return complain(`${framing} packets`);
    centres.push(plain.readInt16LE(60));
    const say = (data: Buffer): void => talk.say(back.update(data));
    const next = centre === undefined ? mirror(say, talk) : onward(centre, plain.subarray(56, 62), say, talk);
    goOn = (data) => next(there.update(data));
    goOn(held.subarray(64));
  };
}

/** Says everything back. */
function mirror(say: (data: Buffer) => void, talk: Talk): (data: Buffer) => void {
  talk.ended = () => talk.end();
  return (data) => {
    if (data.length > 0) say(data);
  };
}

function onward(
  centre: HostPort,
  tag: Buffer,
  say: (data: Buffer) => void,
  talk: Talk,
): (data: Buffer) => void {
  const header = Buffer.concat([randomBytes(56), tag, randomBytes(2)]);
  header[0] = 1;
  header[4] = 1;
  const { there, back } = ciphers(header, null);
  const hidden = there.update(header);
  const socket = connect(centre.port, centre.host);
  socket.on('error', () => talk.end());
  socket.write(Buffer.concat([header.subarray(0, 56), hidden.subarray(56)]));
  socket.on('data', (data: Buffer) => say(back.update(data)));
  socket.once('end', () => talk.end());
  talk.ended = () => void socket.end();
  return (data) => void socket.write(there.update(data));
}
