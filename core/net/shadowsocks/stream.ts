import type { Duplex } from 'node:stream';
import { NetError } from '../../model/failure.ts';
import { proxyError } from '../proxy/failure.ts';
import { TunnelStream } from '../proxy/tunnel-stream.ts';
import { createOpener, createOpeningBox, createSealer, createSealingBox, type Opener } from './chunks.ts';
import { sessionKey } from './method.ts';
import { answeredBy, type StreamParts, type Talk } from './talk.ts';
import { createTalk2022 } from './talk-2022.ts';

/** How long the target's address waits for the first bytes, so that both leave in one piece. Milliseconds. */
const FIRST_WORDS_MS = 10;

/** What it means that the server ends, by how much of the answer there was. */
const ENDINGS: Readonly<Record<ReturnType<Talk['answered']>, () => NetError | null>> = {
  not: () => proxyError('x_proxy_far_end_failed'),
  partly: () => new NetError('read', 'connection_reset'),
  wholly: () => null,
};

/**
 * The plain text of a connection to a Shadowsocks server (SIP004, SIP022). The target's address leaves together with what is
 * written first, or alone where the other side is to speak first. Fails with NetError('proxy', 'x_proxy_not_a_proxy')
 * where an answer was not sealed with our key, or by SIP022 belongs to another request or time; with
 * 'x_proxy_far_end_failed' where the server hangs up without one: the protocol does not tell a wrong password, or by SIP022
 * a wrong clock, from a target that cannot be reached; and with NetError('read', 'connection_reset') within a chunk.
 */
export function shadowsocksStream(inner: Duplex, parts: StreamParts): Duplex {
  const { clock } = parts;
  const talk = parts.method.edition === 2022 ? createTalk2022(parts) : createTalk(parts);
  const waiting = new AbortController();
  let isGreeted = false;
  const stream = new TunnelStream(inner, {
    encode(chunk) {
      if (isGreeted) return talk.seal(chunk);
      isGreeted = true;
      waiting.abort();
      return talk.greet(chunk);
    },
    isCopying: true,
    decode: talk.open,
    ended: () => ENDINGS[talk.answered()](),
  });
  stream.once('close', () => waiting.abort());
  clock.sleep(FIRST_WORDS_MS, waiting.signal).then(
    () => stream.say(),
    () => undefined,
  );
  return stream;
}

/** SIP004: both directions begin with a salt; the request's first chunk begins with the target. */
function createTalk({ method, master, salt, address }: StreamParts): Talk {
  const seal = createSealer(method, createSealingBox(method, sessionKey(method, master, salt)));
  let held: Buffer = Buffer.alloc(0);
  let opener: Opener | undefined;
  return {
    greet: (words) => Buffer.concat([salt, seal(Buffer.concat([address, words]))]),
    seal,
    answered: () => answeredBy(opener),
    open(chunk) {
      if (opener !== undefined) return opener.push(chunk);
      held = Buffer.concat([held, chunk]);
      if (held.length < method.keyBytes) return [];
      const key = sessionKey(method, master, held.subarray(0, method.keyBytes));
      opener = createOpener(method, createOpeningBox(method, key));
      return opener.push(held.subarray(method.keyBytes));
    },
  };
}
