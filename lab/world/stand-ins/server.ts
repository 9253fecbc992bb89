import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { connect, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { createInterceptor } from './interceptor.ts';
import { answerClientHello } from './noise.ts';
import { DataCentre } from './obfuscated2.ts';
import { type Listen, StandInSettings } from './settings.ts';
import { answerBinding } from './stun.ts';
import { createWebSocketServer } from './websocket.ts';

const MAX_FIRST_FLIGHT = 4096;

/** Answers every connection by what `answer` makes of all bytes so far; null waits for more, throwing hangs up. */
function dialogue(createAnswer: () => (received: Buffer, chunk: Buffer) => Buffer | null): Server {
  return createServer({ noDelay: true }, (socket) => {
    const answer = createAnswer();
    let received = Buffer.alloc(0);
    hangUpOnError(socket);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]).subarray(0, MAX_FIRST_FLIGHT);
      try {
        const reply = answer(received, chunk);
        if (reply === null) return;
        received = Buffer.alloc(0);
        socket.write(reply);
      } catch {
        socket.destroy();
      }
    });
  });
}

function hangUpOnError(socket: Socket): void {
  socket.on('error', () => socket.destroy());
}

const listen = (server: Server, { host, port }: Listen): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 511 }, resolve);
  });

/** A STUN server: tells whoever asks where from it came. */
const answerDatagrams = ({ host, port }: Listen): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    socket.once('error', reject);
    socket.on('message', (request, from) => {
      const answer = answerBinding(request, from);
      if (answer !== null) socket.send(answer, from.port, from.address, () => {});
    });
    socket.bind(port, host, resolve);
  });

/** Waits until something accepts TCP connections there; whoever started us has the deadline. */
async function accepts(at: Listen): Promise<void> {
  const isUp = await new Promise<boolean>((resolve) => {
    const socket = connect(at, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
  if (isUp) return;
  await setTimeout(5);
  await accepts(at);
}

const [settingsFile] = process.argv.slice(2);
if (settingsFile === undefined) throw new Error('usage: stand-ins SETTINGS.json');
const settings = v.parse(StandInSettings, JSON.parse(readFileSync(settingsFile, 'utf8')));

await Promise.all([
  ...settings.noise.map((at) =>
    listen(
      dialogue(() => answerClientHello),
      at,
    ),
  ),
  ...settings.obfuscated2.map((at) =>
    listen(
      dialogue(() => {
        const centre = new DataCentre();
        return (_, chunk) => centre.push(chunk);
      }),
      at,
    ),
  ),
  ...settings.stun.map(answerDatagrams),
  ...settings.silent.map((at) => listen(createServer(hangUpOnError), at)),
  listen(createWebSocketServer(), settings.websocket),
  createInterceptor(settings.interceptor).then((server) => listen(server, settings.interceptor)),
]);
await Promise.all(settings.neighbours.map(accepts));
process.stdout.write('ready\n');
