import type { Session } from 'electron';
import { expect, test } from 'vitest';
import { createProxiedSession, isWebRequest, plainUserAgent, proxyFor } from './messenger-session.ts';
import { standIn } from './testing/stand-in.ts';

const ELECTRON =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) footbridge/0.1.0 Chrome/150.0.7800.1 Electron/45.4.1 Safari/537.36';

test('the browser is named as a browser', () => {
  expect(plainUserAgent(ELECTRON)).toBe(
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.7800.1 Safari/537.36',
  );
});

test('the proxy is the local one, with names unresolved, loopback included and nothing to fall back to (E4)', () => {
  expect(proxyFor(40_123)).toEqual({
    mode: 'fixed_servers',
    proxyRules: 'socks5://127.0.0.1:40123',
    proxyBypassRules: '<-loopback>',
  });
  expect(proxyFor(1).proxyRules).not.toMatch(/direct|,|;/);
});

test('a page may ask for encrypted things of the web only', () => {
  for (const url of ['https://web.whatsapp.com/', 'wss://web.whatsapp.com/ws', 'blob:https://x/1', 'data:,x'])
    expect(isWebRequest(url), url).toBe(true);
  for (const url of [
    'http://web.whatsapp.com/',
    'ws://x/',
    'file:///etc/passwd',
    'tg://x',
    'app://footbridge/',
    '',
  ])
    expect(isWebRequest(url), url).toBe(false);
});

function setUp() {
  const did: string[] = [];
  let guard: (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void = () => {};
  const session = createProxiedSession(
    standIn<Session>({
      getUserAgent: () => ELECTRON,
      setUserAgent: (name: string) => did.push(/Electron|footbridge/.test(name) ? 'wrong name' : 'named'),
      setProxy: async ({ proxyRules }: { proxyRules: string }) => did.push(proxyRules),
      closeAllConnections: async () => did.push('closed'),
      webRequest: { onBeforeRequest: (given: typeof guard) => (guard = given) },
    }),
  );
  const passes = (url: string) => {
    let passed = false;
    guard({ url }, ({ cancel }) => {
      passed = !cancel;
    });
    return passed;
  };
  return { did, session, passes };
}

test('nothing leaves before the proxy is set, and nothing once it is gone (E4)', async () => {
  const { session, passes } = setUp();
  expect(passes('https://web.whatsapp.com/')).toBe(false);
  await session.use(1080);
  expect(passes('https://web.whatsapp.com/')).toBe(true);
  expect(passes('http://web.whatsapp.com/')).toBe(false);
  await session.use(null);
  expect(passes('https://web.whatsapp.com/')).toBe(false);
});

test('it follows the proxy to another port, and closes what is open through the old one', async () => {
  const { did, session } = setUp();
  await session.use(1080);
  await session.use(1080);
  await session.use(1081);
  await session.use(null);
  expect(did).toEqual([
    'named',
    'socks5://127.0.0.1:1080',
    'closed',
    'socks5://127.0.0.1:1081',
    'closed',
    'closed',
  ]);
});
