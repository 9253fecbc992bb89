import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { startPersonsServer } from './engine/testing.ts';
import { startDataCentre } from './measure/testing/chat-servers.ts';
import { refusedPort } from './testing/ports.ts';
import { startServer } from './testing/servers.ts';
import { opened, shut, startEngine, withOwnFolder } from './testing/window.ts';

withOwnFolder();

/** Those who ask servers of no use and have no answer yet: now, the most at once, and all. */
const dead = { now: 0, most: 0, all: 0 };
/** Long enough that a burst would show. Milliseconds. */
const ANSWER_MS = 50;

/** A server of no use: it says something, or hangs up, or where nothing is given says nothing ever. */
async function useless(answer?: (socket: Socket) => void): Promise<string> {
  const server = await opened(
    startServer((socket) => {
      dead.all += 1;
      dead.now += 1;
      dead.most = Math.max(dead.most, dead.now);
      socket.resume().once('end', () => socket.end());
      const over = () => {
        dead.now -= 1;
        answer?.(socket);
      };
      if (answer === undefined) socket.once('close', over);
      else setTimeout(over, ANSWER_MS);
    }),
  );
  return `socks5://me:secret@127.0.0.1:${server.port}`;
}

/** A server that works, and takes its time to begin with. */
async function slow(port: number): Promise<{ readonly port: number; accepted(): number }> {
  return opened(
    startServer((socket) => {
      const onward = connect(port, '127.0.0.1').on('error', () => socket.destroy());
      socket.once('close', () => onward.destroy());
      setTimeout(() => socket.pipe(onward).pipe(socket), 300);
    }),
  );
}

test('of twenty pasted links the two that work are found without a burst, and known the next time (F8, F9)', async () => {
  const centre = await opened(startDataCentre());
  const good = await opened(startPersonsServer(centre));
  const other = await opened(startPersonsServer(centre));
  const tardy = await slow(other.port);
  const slowLink = other.link.replace(/:\d+$/, `:${tardy.port}`);
  const refused = await Promise.all(
    Array.from({ length: 6 }, async () => `socks5://127.0.0.1:${(await refusedPort()).port}`),
  );
  const mail = Array.from({ length: 4 }, () => useless((socket) => void socket.write('220 ESMTP\r\n')));
  const cut = Array.from({ length: 4 }, () => useless((socket) => void socket.end()));
  const others = await Promise.all([...mail, ...cut, useless(), useless()]);
  const wrong = [1, 2].map((at) => good.link.replace(/:[^:@]+@/, `:wrong${at}@`));
  const bad = [...others, ...wrong, ...refused];
  const links = [...bad.slice(0, 11), slowLink, ...bad.slice(11, 16), good.link, ...bad.slice(16)];
  expect(new Set(links).size).toBe(20);

  const { engine, known, phase, is, card } = startEngine([
    { messenger: 'shut', purpose: 'chat', port: await shut() },
  ]);
  const text = links.map((link, at) => `№ ${at + 1}: ${link} — попробуй`).join('\n');
  const described = await engine.call('describeLinks', { text });
  const proposals = described.ok ? described.value.proposals : [];
  expect(proposals).toHaveLength(20);
  expect(dead.all + good.accepted() + tardy.accepted()).toBe(0);
  await engine.call('acceptProposals', { tokens: proposals.map(({ token }) => token) });
  await engine.call('connect', {});
  await is(() => phase() === 'on');
  expect(card('shut')?.condition).toBe('works');
  expect(dead.all).toBe(others.length);
  expect(dead.most).toBeLessThanOrEqual(4);
  expect(known().troubles.length).toBeGreaterThan(0);
  const carrier = JSON.stringify(card('shut')?.purposes[0]?.route);
  expect([good, tardy].filter(({ port }) => carrier.includes(`:${port}`))).toHaveLength(1);

  await engine.call('disconnect', {});
  await is(() => phase() === 'off');
  const before = dead.all;
  await engine.call('connect', {});
  await is(() => phase() === 'on');
  expect(card('shut')?.condition).toBe('works');
  expect(dead.all).toBe(before);
});
