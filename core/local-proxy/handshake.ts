import type { Duplex } from 'node:stream';
import { NetError } from '../model/failure.ts';
import { connectTarget, httpRefusal, TUNNEL_OPEN } from './http-connect.ts';
import { NEED_MORE, type Parsed, take } from './parsed.ts';
import type { Pins } from './pins.ts';
import { type RequestHead, readRequestHead } from './request-head.ts';
import { readSocks4Request, SOCKS4_CONNECT, SOCKS4_VERSION, socks4Reply } from './socks4a.ts';
import { SOCKS5_VERSION } from './socks5.ts';
import { greetSocks5 } from './socks5-handshake.ts';
import type { Wish } from './wish.ts';

/**
 * Finds out by the first byte which protocol a client speaks, and lets it say what it wants. Rejects with NetError
 * for what is none of SOCKS5, SOCKS4/4a and HTTP (a TLS hello, say): that is closed without a word.
 */
export async function readWish(client: Duplex, signal: AbortSignal, pins: Pins): Promise<Wish> {
  const first = await take(client, signal, peekByte);
  if (first === SOCKS5_VERSION) return greetSocks5(client, signal, pins);
  if (first === SOCKS4_VERSION) return greetSocks4(client, signal);
  if (first >= 0x41 && first <= 0x5a) return greetHttp(client, signal);
  throw new NetError('read', 'x_unexpected_answer');
}

async function greetSocks4(client: Duplex, signal: AbortSignal): Promise<Wish> {
  const { command, target } = await take(client, signal, readSocks4Request);
  if (command !== SOCKS4_CONNECT || target === 'invalid') {
    return { kind: 'turned-away', reply: socks4Reply(false) };
  }
  return { kind: 'tunnel', target, accepted: socks4Reply(true), refused: () => socks4Reply(false) };
}

async function greetHttp(client: Duplex, signal: AbortSignal): Promise<Wish> {
  const head = await take(client, signal, readHeadLeavingOthers);
  if (head === 'malformed') return { kind: 'turned-away', reply: httpRefusal('bad-request') };
  if (head.method !== 'CONNECT') return { kind: 'http', head };
  const target = connectTarget(head);
  if (target === undefined) return { kind: 'turned-away', reply: httpRefusal('bad-request') };
  return { kind: 'tunnel', target, accepted: TUNNEL_OPEN, refused: httpRefusal };
}

function peekByte([byte]: Buffer): Parsed<number> {
  return byte === undefined ? NEED_MORE : { state: 'parsed', value: byte, length: 0 };
}

/** Takes a CONNECT's head out of the stream; all other requests are left for the HTTP parser that forwards them. */
function readHeadLeavingOthers(bytes: Buffer): Parsed<RequestHead | 'malformed'> {
  const parsed = readRequestHead(bytes);
  if (parsed.state === 'need-more') return NEED_MORE;
  if (parsed.state === 'malformed') return { state: 'parsed', value: 'malformed', length: bytes.length };
  return parsed.value.method === 'CONNECT' ? parsed : { ...parsed, length: 0 };
}
