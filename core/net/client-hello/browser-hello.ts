import type { BrowserHello } from '../../model/browser-hello.ts';
import type { Random } from '../../model/time.ts';
import { type ByteRange, Cursor } from './cursor.ts';
import { EXTENSION, HANDSHAKE_HEADER } from './parse.ts';
import { type ClientHello, readClientHello } from './read.ts';
import { concatBytes, frameRecord } from './records.ts';

/** Key shares are 32 bytes of X25519, alone or behind an ML-KEM-768 key (RFC 7748, draft-ietf-tls-ecdhe-mlkem). */
const X25519_GROUPS: readonly number[] = [0x001d, 0x11ec];
const X25519_KEY = 32;
const ECH_OUTER = 0;
const VALID_NAME = /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i;

export interface BrowserHelloOptions {
  /** A host name without a final dot, 1–253 ASCII characters; not an address (RFC 6066 §3). */
  readonly serverName: string;
  readonly random: Random;
}

/**
 * A first flight as the recorded browser would send it to `serverName`: same fields in the same order; fresh random,
 * session id, X25519 keys and contents of a GREASE ECH (RFC 9849 §6.2). The ML-KEM key stays the recorded one, since random bytes
 * are no valid key. Nobody holds the private keys: it draws a ServerHello and nothing after. Throws RangeError for
 * a bad name and for a recording that is no ClientHello with a name.
 */
export function createBrowserHello(recorded: BrowserHello, options: BrowserHelloOptions): Uint8Array {
  const { serverName } = options;
  if (serverName.length > 253 || !VALID_NAME.test(serverName)) throw new RangeError('not a host name');
  const reading = readClientHello(Buffer.from(recorded.hello, 'hex'));
  if (reading.state !== 'hello' || reading.hello.serverName === undefined) {
    throw new RangeError('the recording is no ClientHello with a server name');
  }
  const { hello } = reading;
  const body = concatBytes([
    freshStart(hello, options.random),
    vector(2, concatBytes(freshExtensions(hello, options))),
  ]);
  const message = concatBytes([hello.handshake.subarray(0, 1), vector(3, body)]);
  return frameRecord(hello.records[0]?.version ?? 0x0301, message);
}

/** Everything before the extensions. */
function freshStart({ handshake, body }: ClientHello, random: Random): Uint8Array {
  const start = handshake.slice(0, body.extensionBlock.start - 2);
  refresh(start, body.random, random);
  refresh(start, body.sessionId, random);
  return start.subarray(HANDSHAKE_HEADER);
}

function freshExtensions(
  { handshake, body, serverName: old = '' }: ClientHello,
  options: BrowserHelloOptions,
) {
  const grown = options.serverName.length - old.length;
  return body.extensions.map(({ type, data }) => {
    const copy = handshake.slice(data.start, data.end);
    const fresh = () => {
      switch (type) {
        case EXTENSION.serverName:
          return serverNameList(options.serverName);
        case EXTENSION.keyShare:
          return freshKeyShares(copy, options.random);
        case EXTENSION.encryptedClientHello:
          return freshEch(copy, options.random);
        case EXTENSION.padding:
          // A padded hello keeps its length (RFC 7685 §3).
          return new Uint8Array(Math.max(0, copy.length - grown));
        default:
          return copy;
      }
    };
    return concatBytes([uint(2, type), vector(2, fresh())]);
  });
}

function serverNameList(name: string): Uint8Array {
  return vector(2, concatBytes([uint(1, 0), vector(2, Buffer.from(name, 'ascii'))]));
}

function freshKeyShares(data: Uint8Array, random: Random): Uint8Array {
  const cursor = new Cursor(data);
  cursor.skip(2);
  while (cursor.left > 0) {
    const group = cursor.number(2);
    const { start, end } = cursor.vector(2);
    if (!X25519_GROUPS.includes(group) || end - start < X25519_KEY) continue;
    refresh(data, { start: end - X25519_KEY, end }, random);
  }
  return data;
}

/** Cipher suite and lengths stay; configuration, encapsulated key and payload are as random as a GREASE one's. */
function freshEch(data: Uint8Array, random: Random): Uint8Array {
  const cursor = new Cursor(data);
  if (cursor.number(1) !== ECH_OUTER) return data;
  cursor.skip(4);
  const configuration = cursor.skip(1);
  for (const range of [configuration, cursor.vector(2), cursor.vector(2)]) refresh(data, range, random);
  return data;
}

function refresh(bytes: Uint8Array, { start, end }: ByteRange, random: Random): void {
  bytes.set(random.bytes(end - start), start);
}

/** A TLS vector: the length in `size` bytes, then the bytes. */
function vector(size: number, bytes: Uint8Array): Uint8Array {
  return concatBytes([uint(size, bytes.length), bytes]);
}

function uint(size: number, value: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (value >> (8 * (size - 1 - at))) & 255);
}
