import { createServer, type Server } from 'node:net';
import { formatDeepLink } from '../electron/deep-link.ts';
import { expect, isReal, test } from './electron-app.ts';

let contacts = 0;
let server: Server;
let link = '';

test.beforeAll(async () => {
  server = createServer((socket) => {
    contacts += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  link = `socks5://127.0.0.1:${address.port}#Aunt`;
});
test.afterAll(() => new Promise((resolve) => server.close(resolve)));

const STARTED_WITH = formatDeepLink({ route: 'add', text: 'socks5://127.0.0.1:9#first' });
test.use({ options: { engine: 'real', args: [STARTED_WITH], env: {} } });

test('a link proposes once, and nobody is contacted before the person says yes', async ({ app }) => {
  const { page } = app;
  await page.evaluate(() => {
    const heard: string[] = [];
    Reflect.set(window, 'heard', heard);
    window.footbridge.watchInvitations((text) => heard.push(text));
  });
  const heard = () => page.evaluate((): string[] => Reflect.get(window, 'heard'));
  await expect.poll(heard).toEqual(['socks5://127.0.0.1:9#first']);
  test.skip(isReal, 'a second start is told to the double');

  app.tell({ tell: 'app', event: 'second-instance', data: formatDeepLink({ route: 'add', text: link }) });
  await expect.poll(heard).toHaveLength(2);
  app.tell({ tell: 'app', event: 'second-instance', data: 'footbridge://connect#now' });
  app.tell({ tell: 'app', event: 'second-instance', data: '--proxy-server=evil' });
  app.tell({ tell: 'app', event: 'open-url', data: `footbridge://add#${encodeURIComponent(link)}` });
  await expect.poll(heard).toEqual(['socks5://127.0.0.1:9#first', link, link]);

  const outcome = await page.evaluate((text) => window.footbridge.call('describeLinks', { text }), link);
  expect(outcome).toMatchObject({ ok: true, value: { proposals: [{ host: '127.0.0.1' }], problems: [] } });
  expect(contacts).toBe(0);
});
