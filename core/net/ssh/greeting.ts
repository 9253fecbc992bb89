import type { Duplex } from 'node:stream';

/** How a server begins (RFC 4253 §4.2). It might say other lines before; no server in use does, and mail servers look so. */
const GREETING = 'SSH-';

/** Calls `refuse` when the first thing a stream says is no SSH server's greeting. Takes nothing from whoever reads it. */
export function watchGreeting(stream: Duplex, refuse: () => void): void {
  let heard = '';
  const listen = (chunk: Buffer) => {
    heard += chunk.toString('latin1', 0, GREETING.length);
    const begun = heard.slice(0, GREETING.length);
    if (GREETING.startsWith(begun) && begun.length < GREETING.length) return;
    stream.off('data', listen);
    if (begun !== GREETING) refuse();
  };
  // To listen before anybody reads would set the stream flowing, with nobody there to hear it.
  stream.once('resume', () => stream.on('data', listen));
}
