import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { systemClock } from './engine.ts';
import type { Clock } from './model/time.ts';
import { refusedPort } from './testing/ports.ts';
import { opened, place, startEngine, withOwnFolder } from './testing/window.ts';

withOwnFolder();

/** The computer's clock, on which half minutes and what is longer pass in as many milliseconds as they have seconds. */
const hurried: Clock = {
  ...systemClock,
  sleep: (ms, signal) => systemClock.sleep(ms < 20_000 ? ms : ms / 1_000, signal),
};

test('a network that lets nothing through is looked at lightly, and a messenger that answers again is found (M10)', async () => {
  const { host, port } = await refusedPort();
  const { engine, known, phase, card, is } = startEngine(
    [{ messenger: 'x', purpose: 'chat', port }],
    hurried,
  );
  await engine.call('connect', {});
  await is(() => phase() === 'on');
  const looks = () => known().network?.outage?.looks ?? 0;
  await is(() => looks() >= 3);
  expect(card('x')?.condition).toBe('waiting');

  const answering = await place();
  const back = createServer((socket) => {
    const onward = connect(answering, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const one of [socket, onward]) one.on('error', () => undefined);
  });
  await opened(
    new Promise<{ close(): Promise<void> }>((resolve) => {
      back.listen(port, host, () => resolve({ close: async () => void back.close() }));
    }),
  );
  await expect.poll(() => card('x')?.condition, { timeout: 20_000, interval: 20 }).toBe('works');
}, 40_000);
