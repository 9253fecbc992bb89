import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { readTextDirectly, whereBefore } from './former-pac.ts';

const never = new AbortController().signal;
const pac = { kind: 'pac', url: 'http://wpad.company.example/proxy.pac' } as const;
const before = (text: string | null) => whereBefore(pac, async () => text, never);

test('what was set by hand stays the answer, and nothing means straight out', async () => {
  const nobody = () => Promise.reject(new Error('nothing is read'));
  expect(await whereBefore({ kind: 'none' }, nobody, never)).toEqual({ kind: 'direct' });
  const answer = 'PROXY a.example:3128';
  const byHand = { kind: 'by-hand', answer, bypass: ['*.company.example'] } as const;
  expect(await whereBefore(byHand, nobody, never)).toEqual({ ...byHand, kind: 'proxies' });
});

test('a script goes along as it is, and is not run here (C6)', async () => {
  const text = "globalThis.wasRun = true; function FindProxyForURL() { return 'DIRECT'; }";
  expect(await before(text)).toEqual({ kind: 'script', text });
  expect(globalThis).not.toHaveProperty('wasRun');
});

test.each([
  null,
  '<html>Log in first</html>',
  'function FindProxyForURL() {',
  '}; globalThis.wasRun = true; (function () {',
  'import("x"',
  'let FindProxyForURL = 1; let FindProxyForURL = 2;',
])('%j is no script: all else goes straight out', async (text) => {
  expect(await before(text)).toEqual({ kind: 'direct' });
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const serve = async (status: number, text: string): Promise<string> => {
  const server = createServer((_, response) => response.writeHead(status).end(text));
  const port = await listening(server);
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${port}/proxy.pac`;
};

test('the script is read from where it lies', async () => {
  expect(await readTextDirectly(await serve(200, 'слово'), never)).toBe('слово');
});

test('too much, a redirection, a file and nobody there are nothing', async () => {
  expect(await readTextDirectly(await serve(200, 'x'.repeat((1 << 20) + 1)), never)).toBeNull();
  expect(await readTextDirectly(await serve(302, 'elsewhere'), never)).toBeNull();
  expect(await readTextDirectly('file:///etc/hostname', never)).toBeNull();
  expect(await readTextDirectly('not a url', never)).toBeNull();
  expect(await readTextDirectly('http://127.0.0.1:1/', never)).toBeNull();
});

test('called off, it is not waited for', async () => {
  const off = new AbortController();
  const silent = createServer(() => undefined);
  const port = await listening(silent);
  onTestFinished(() => silent.closeAllConnections());
  onTestFinished(() => void silent.close());
  const reading = readTextDirectly(`http://127.0.0.1:${port}/`, off.signal);
  off.abort(new Error('called off'));
  await expect(reading).rejects.toThrow('called off');
});
