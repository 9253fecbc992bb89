import { EventEmitter } from 'node:events';
import type { App, BrowserWindow, PowerMonitor } from 'electron';
import { expect, test } from 'vitest';
import { createFakeClock } from '../core/testing/fake-clock.ts';
import { arrangeQuit } from './quit.ts';
import { standIn } from './testing/stand-in.ts';

function setUp(close: () => Promise<void>) {
  const clock = createFakeClock();
  const exits: number[] = [];
  const app = standIn<App>({
    exit: (code: number) => exits.push(code),
    quit: () => beforeQuit(),
  });
  let prevented = 0;
  const beforeQuit = () => app.emit('before-quit', { preventDefault: () => (prevented += 1) });
  const power = standIn<PowerMonitor>();
  const self = new EventEmitter();
  let closes = 0;
  const quit = arrangeQuit({
    app,
    power,
    process: standIn<NodeJS.Process>({ on: self.on.bind(self) }),
    close: () => {
      closes += 1;
      return close();
    },
    wait: clock.sleep,
  });
  return {
    app,
    power,
    self,
    quit,
    clock,
    exits,
    beforeQuit,
    prevented: () => prevented,
    closes: () => closes,
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('quitting waits for the engine, and then ends for good', async () => {
  let finish = (): void => undefined;
  const run = setUp(() => new Promise((resolve) => (finish = resolve)));
  expect(run.quit.isQuitting()).toBe(false);
  run.beforeQuit();
  run.beforeQuit();
  expect([run.prevented(), run.closes(), run.quit.isQuitting()]).toEqual([2, 1, true]);
  await settle();
  expect(run.exits).toEqual([]);
  finish();
  await settle();
  expect(run.exits).toContain(0);
  run.beforeQuit();
  expect(run.prevented()).toBe(2);
});

test('an engine that does not end is not waited for beyond two seconds (E6)', async () => {
  const run = setUp(() => new Promise(() => {}));
  run.beforeQuit();
  await run.clock.advance(1_999);
  expect(run.exits).toEqual([]);
  await run.clock.advance(1);
  await settle();
  expect(run.exits).toEqual([0]);
});

test('an engine that fails to end does not keep the program', async () => {
  const run = setUp(() => Promise.reject(new Error('gone')));
  run.beforeQuit();
  await settle();
  expect(run.exits).toEqual([0]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s ends it as the menu does', async (signal) => {
  const run = setUp(async () => {});
  run.self.emit(signal);
  await settle();
  expect(run.exits).toEqual([0]);
});

test('the end of the session closes the engine, whichever way the system says it (E6)', () => {
  const shutdown = setUp(async () => {});
  shutdown.power.emit('shutdown');
  expect(shutdown.closes()).toBe(1);
  for (const event of ['query-session-end', 'session-end']) {
    const run = setUp(async () => {});
    const window = standIn<BrowserWindow>();
    run.quit.watchWindow(window);
    window.emit(event);
    expect(run.closes()).toBe(1);
  }
});
