import { expect, test } from 'vitest';
import type { EngineBridge, StreamItem, StreamName } from '../core/contract.ts';
import { systemClock } from '../core/engine.ts';
import { turns, until } from '../core/testing/event-loop.ts';
import { createSeededRandom } from '../core/testing/seeded-random.ts';
import { createLinks } from './links.ts';
import { servePage } from './page-connection.ts';
import { startWebServer } from './server.ts';
import { createTestDesk } from './testing/desk.ts';
import { createFakeEngine } from './testing/fake-engine.ts';
import { key, openPage } from './testing/page.ts';

test('a page that does not read is let go before it fills the memory (P3)', async () => {
  const engine = createFakeEngine();
  let tell = (_items: readonly StreamItem<'log'>[]): void => undefined;
  let isWatched = false;
  const chatty: EngineBridge = {
    ...engine.door,
    watchStream<N extends StreamName>(_name: N, listener: (items: readonly StreamItem<N>[]) => void) {
      isWatched = true;
      const told: unknown = listener;
      if (isLogListener(told)) tell = told;
      return () => {
        isWatched = false;
      };
    },
  };
  const clock = systemClock;
  const links = createLinks({ clock, random: createSeededRandom() });
  const desk = createTestDesk(chatty);
  const server = await startWebServer({
    ...{ files: new Map(), clock, port: 0, mayEnter: async () => true },
    onPage: (socket) => servePage(socket, { desk, links, clock }),
    onInstanceRequest: (_request, response) => void response.writeHead(403).end(),
  });
  const page = openPage(server.port);
  await page.opened;
  page.say({ type: 'hello', link: links.issue(), tab: key('a') });
  page.say({ type: 'watch', stream: 'log' });
  await until(() => isWatched);
  page.socket.pause();
  const text = 'x'.repeat(4_000);
  const items = Array.from({ length: 100 }, () => ({ at: 1, level: 'info' as const, code: 'x', text }));
  for (let count = 0; isWatched && count < 1_000; count++) {
    tell(items);
    await turns(1);
  }
  expect(isWatched).toBe(false);
  page.socket.terminate();
  await server.close();
});

const isLogListener = (value: unknown): value is (items: readonly StreamItem<'log'>[]) => void =>
  typeof value === 'function';
