import type { Duplex } from 'node:stream';
import type { Clock } from '../../model/time.ts';
import { proxyError } from '../proxy/failure.ts';
import { TunnelStream } from '../proxy/tunnel-stream.ts';
import { createOpener, createSealer, type Opener } from './chunks.ts';
import { type Method, sessionKey } from './method.ts';

/** How long the target's address waits for the first bytes, so that both leave in one piece. Milliseconds. */
const FIRST_WORDS_MS = 10;

export interface StreamParts {
  readonly method: Method;
  readonly master: Uint8Array;
  /** What this side's direction begins with: as many bytes as the key has. */
  readonly salt: Uint8Array;
  /** The encoded target. */
  readonly address: Uint8Array;
  readonly clock: Clock;
}

/**
 * The plain text of a connection to a Shadowsocks server (SIP004). The target's address leaves together with what is
 * written first, or alone where the other side is to speak first. Fails with NetError('proxy', 'x_proxy_not_a_proxy')
 * where an answer was not sealed with our key, and with 'x_proxy_far_end_failed' where the server hangs up without one:
 * the protocol does not tell a wrong password from a target that cannot be reached.
 */
export function shadowsocksStream(inner: Duplex, parts: StreamParts): Duplex {
  const { method, master, salt, address, clock } = parts;
  const seal = createSealer(method, sessionKey(master, salt));
  const answer = createAnswer(method, master);
  const waiting = new AbortController();
  let isGreeted = false;
  const stream = new TunnelStream(inner, {
    encode(chunk) {
      if (isGreeted) return seal(chunk);
      isGreeted = true;
      waiting.abort();
      return Buffer.concat([salt, seal(Buffer.concat([address, chunk]))]);
    },
    decode: answer.push,
    ended: () => (answer.isBegun() ? null : proxyError('x_proxy_far_end_failed')),
  });
  stream.once('close', () => waiting.abort());
  clock.sleep(FIRST_WORDS_MS, waiting.signal).then(
    () => stream.say(),
    () => undefined,
  );
  return stream;
}

/** The server's direction: its salt, then chunks sealed with the key that makes. */
function createAnswer(method: Method, master: Uint8Array) {
  let salt: Buffer = Buffer.alloc(0);
  let opener: Opener | undefined;
  return {
    isBegun: () => opener !== undefined,
    push(chunk: Buffer): readonly Buffer[] {
      if (opener !== undefined) return opener.push(chunk);
      salt = Buffer.concat([salt, chunk]);
      if (salt.length < method.keyBytes) return [];
      opener = createOpener(method, sessionKey(master, salt.subarray(0, method.keyBytes)));
      return opener.push(salt.subarray(method.keyBytes));
    },
  };
}
