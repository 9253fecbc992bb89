import type { Duplex } from 'node:stream';
import { connectTarget, httpRefusal, TUNNEL_OPEN } from './http-connect.ts';
import { MALFORMED, NEED_MORE, type Parsed, take } from './parsed.ts';
import type { Pins } from './pins.ts';
import { type RequestHead, readRequestHead } from './request-head.ts';
import {
  readSocks4Request,
  SOCKS4_CONNECT,
  SOCKS4_VERSION,
  type Socks4Request,
  socks4Reply,
} from './socks4a.ts';
import { readMethods, SOCKS5_VERSION } from './socks5.ts';
import { greetSocks5 } from './socks5-handshake.ts';
import type { Wish } from './wish.ts';

/** The first message of a client, by which its protocol is known. */
type Opening =
  | { readonly protocol: 'socks5'; readonly message: readonly number[] }
  | { readonly protocol: 'socks4'; readonly message: Socks4Request }
  | { readonly protocol: 'http'; readonly message: RequestHead | 'malformed' };

/**
 * Finds out by the first byte which protocol a client speaks, and lets it say what it wants. Rejects with NetError
 * for what is none of SOCKS5, SOCKS4/4a and HTTP (a TLS hello, say): that is closed without a word.
 */
export async function readWish(client: Duplex, signal: AbortSignal, pins: Pins): Promise<Wish> {
  const opening = await take(client, signal, readOpening);
  if (opening.protocol === 'socks5') return greetSocks5(client, signal, pins, opening.message);
  return opening.protocol === 'socks4' ? greetSocks4(opening.message) : greetHttp(opening.message);
}

function readOpening(bytes: Buffer): Parsed<Opening> {
  const [first] = bytes;
  if (first === undefined) return NEED_MORE;
  if (first === SOCKS5_VERSION) return opened('socks5', readMethods(bytes));
  if (first === SOCKS4_VERSION) return opened('socks4', readSocks4Request(bytes));
  return first >= 0x41 && first <= 0x5a ? opened('http', readHeadLeavingOthers(bytes)) : MALFORMED;
}

function opened<P, T>(protocol: P, parsed: Parsed<T>): Parsed<{ protocol: P; message: T }> {
  if (parsed.state !== 'parsed') return parsed;
  return { ...parsed, value: { protocol, message: parsed.value } };
}

function greetSocks4({ command, target }: Socks4Request): Wish {
  if (command !== SOCKS4_CONNECT || target === 'invalid') {
    return { kind: 'turned-away', reply: socks4Reply(false) };
  }
  return { kind: 'tunnel', target, accepted: socks4Reply(true), refused: () => socks4Reply(false) };
}

function greetHttp(head: RequestHead | 'malformed'): Wish {
  if (head === 'malformed') return { kind: 'turned-away', reply: httpRefusal('bad-request') };
  if (head.method !== 'CONNECT') return { kind: 'http', head };
  const target = connectTarget(head);
  if (target === undefined) return { kind: 'turned-away', reply: httpRefusal('bad-request') };
  return { kind: 'tunnel', target, accepted: TUNNEL_OPEN, refused: httpRefusal };
}

/** Takes a CONNECT's head out of the stream; all other requests are left for the HTTP parser that forwards them. */
function readHeadLeavingOthers(bytes: Buffer): Parsed<RequestHead | 'malformed'> {
  const parsed = readRequestHead(bytes);
  if (parsed.state === 'need-more') return NEED_MORE;
  if (parsed.state === 'malformed') return { state: 'parsed', value: 'malformed', length: bytes.length };
  return parsed.value.method === 'CONNECT' ? parsed : { ...parsed, length: 0 };
}
