import { createServer, type Server } from 'node:net';
import { off, on } from './double/states.ts';
import { type ElectronApp, expect, isReal, test } from './electron-app.ts';

/** A SOCKS5 server that writes down whom it is asked for, and carries nothing. */
const asked: string[] = [];
let server: Server;
let port = 0;

test.beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request: Buffer) => {
        const length = request.readUInt8(4);
        const name =
          request[3] === 3 ? request.toString('latin1', 5, 5 + length) : `address type ${request[3]}`;
        asked.push(`${name}:${request.readUInt16BE(request.length - 2)}`);
        socket.end(Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]));
      });
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address !== null && typeof address !== 'string') port = address.port;
});
test.afterAll(() => new Promise((resolve) => server.close(resolve)));

test.use({ options: { engine: 'scripted', args: [], env: {} } });
test.skip(isReal, 'the scripted engine is part of the double');

const openWindow = (app: ElectronApp, messenger: string) =>
  app.page.evaluate((id) => window.footbridge.call('openWindow', { messenger: id }), messenger);
const WHATSAPP = /(^|\.)whatsapp\.(com|net):443$/;
/** A whole Chromium has services of its own, which Electron is built without. */
const BROWSER = /\.(google|googleapis)\.com:(443|80)$/;
const PARTITION = 'persist:messenger-whatsapp';

test('a messenger gets a window of its own that asks the local proxy, by name, and nobody else', async ({
  app,
}) => {
  app.say(off());
  await expect.poll(() => app.recorded('tray').at(-1)?.labels[0]).toBe('Not connected');
  expect(await openWindow(app, 'whatsapp')).toEqual({ ok: false, error: { code: 'wrong-phase' } });
  app.say(on(port, 'works'));
  await expect.poll(() => app.recorded('tray').at(-1)?.labels[0]).toBe('Way found: WhatsApp and Telegram');
  expect(await openWindow(app, 'no-such')).toEqual({ ok: false, error: { code: 'not-found' } });

  expect(await openWindow(app, 'whatsapp')).toEqual({ ok: true, value: null });
  await expect.poll(() => asked, { timeout: 20_000 }).toContain('web.whatsapp.com:443');
  expect(asked.filter((each) => !WHATSAPP.test(each) && !BROWSER.test(each))).toEqual([]);

  const proxies = app.recorded('proxy').filter(({ partition }) => partition === PARTITION);
  expect(proxies).toEqual([
    { what: 'proxy', partition: PARTITION, rules: `socks5://127.0.0.1:${port}`, bypass: '<-loopback>' },
  ]);
  expect(app.recorded('window').find(({ options }) => options.partition === PARTITION)?.options).toEqual({
    partition: PARTITION,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    hasPreload: false,
  });
  const page = await app.messengerPage(PARTITION);
  expect(await page.evaluate(() => 'footbridge' in window)).toBe(false);
  expect(await page.evaluate(() => navigator.userAgent)).not.toMatch(/electron|footbridge/i);
});

test('when the local proxy is gone, the window reaches nothing, and follows when it is elsewhere', async ({
  app,
}) => {
  app.say(on(port, 'works'));
  await expect.poll(() => app.recorded('tray').at(-1)?.labels[0]).toBe('Way found: WhatsApp and Telegram');
  await openWindow(app, 'whatsapp');
  await app.messengerPage(PARTITION);
  app.say(off());
  await expect.poll(() => app.recorded('tray').at(-1)?.labels[0]).toBe('Not connected');
  const page = await app.messengerPage(PARTITION);
  await expect(page.goto('https://web.whatsapp.com/')).rejects.toThrow('ERR_BLOCKED_BY_CLIENT');
  expect(app.recorded('cancelled').map(({ url }) => url)).toContain('https://web.whatsapp.com/');
  app.say(on(port + 1 > 65_535 ? port - 1 : port + 1, 'works'));
  await expect
    .poll(() => app.recorded('proxy').filter(({ partition }) => partition === PARTITION))
    .toHaveLength(2);
});
