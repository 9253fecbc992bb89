import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { Origin, Wish } from './origin.ts';
import { PSK_CLIENT } from './psk.ts';
import { dial, hear, hearAll, openByHttp, openBySocks } from './tunnel.ts';

/** What a visit needs; `signal` is its deadline. */
export interface Place {
  readonly proxy: number;
  readonly origin: Origin;
  readonly signal: AbortSignal;
}

/** One visit of a client to the proxy; rejects when it did not get what it should have. */
type Visit = (place: Place) => Promise<void>;

const MIB = 1024 * 1024;
const between = (least: number, most: number): number => least + Math.random() * (most - least);

async function ask({ proxy, origin, signal }: Place, wish: Wish): Promise<Socket> {
  const socket = await dial(proxy, signal);
  const open = Math.random() < 0.5 ? openBySocks : openByHttp;
  await open(socket, '127.0.0.1', origin.plain);
  socket.write(`${wish}\n`);
  return socket;
}

async function short(place: Place): Promise<void> {
  const socket = await ask(place, 'echo');
  await exchange(socket, randomBytes(300));
  socket.end();
  await hearAll(socket, 0);
}

async function exchange(stream: Socket, words: Buffer): Promise<void> {
  stream.write(words);
  const echo = await hear(stream, words.length);
  if (!echo.equals(words)) throw new Error('the echo was another');
}

async function download(place: Place): Promise<void> {
  const socket = await ask(place, `send ${32 * MIB}`);
  await hearAll(socket, 32 * MIB);
  socket.end();
}

/** Reads nothing for a while, and then all of it. */
async function stalled(place: Place): Promise<void> {
  const socket = await ask(place, `send ${16 * MIB}`);
  await setTimeout(between(1000, 8000));
  await hearAll(socket, 16 * MIB);
  socket.end();
}

/** Says that it has nothing more to say, and listens. */
async function halfClosed(place: Place): Promise<void> {
  const socket = await ask(place, `after-end ${MIB}`);
  socket.end();
  await hearAll(socket, MIB);
}

/** Leaves at any moment, by a reset or in order: before a word, in the middle of the greeting, of a download. */
async function aborted(place: Place): Promise<void> {
  const stage = Math.random();
  const socket = stage < 0.5 ? await dial(place.proxy, place.signal) : await ask(place, `send ${64 * MIB}`);
  if (stage > 0.2 && stage < 0.5) socket.write(stage < 0.35 ? Uint8Array.of(5, 2) : 'CONNECT 127.0.');
  if (stage > 0.75) socket.resume();
  await setTimeout(between(0, 200));
  if (Math.random() < 0.5) socket.resetAndDestroy();
  else socket.destroy();
}

/** TLS over a route whose first rung is reset: the proxy sends the hello again over the second. */
async function retried({ proxy, origin, signal }: Place): Promise<void> {
  const socket = await dial(proxy, signal);
  await openBySocks(socket, `p${origin.reset}.p${origin.tls}.test`, 443);
  const tls = connectTls({ ...PSK_CLIENT, socket, servername: 'soak.test' });
  await once(tls, 'secureConnect', { signal });
  await exchange(tls, randomBytes(3000));
  tls.destroy();
  socket.destroy();
}

/** How many clients of each kind there are at a time. */
export const VISITS: readonly { readonly name: string; readonly visit: Visit; readonly clients: number }[] = [
  { name: 'short', visit: short, clients: 8 },
  { name: 'download', visit: download, clients: 2 },
  { name: 'stalled', visit: stalled, clients: 8 },
  { name: 'half-closed', visit: halfClosed, clients: 4 },
  { name: 'aborted', visit: aborted, clients: 8 },
  { name: 'retried', visit: retried, clients: 4 },
];
