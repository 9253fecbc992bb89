import { join, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../core/testing/fuzz.ts';
import { createAppHandler, fileOf } from './app-protocol.ts';

const FOLDER = join(sep, 'package', 'dist', 'renderer');
const files: Record<string, string> = {
  [join(FOLDER, 'index.html')]: '<!doctype html>',
  [join(FOLDER, 'assets', 'main.js')]: 'void 0',
};
const handler = createAppHandler(FOLDER, async (path) => {
  const text = files[path];
  if (text === undefined) throw new Error('no such file');
  return new Uint8Array(Buffer.from(text));
});
const ask = (url: string, method = 'GET') => handler({ url, method });

test('a file of the screens is answered with its type and the strict policy', async () => {
  const page = await ask('app://footbridge/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toBe('<!doctype html>');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  const script = await ask('app://footbridge/assets/main.js?v=1');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

test('only GET is answered', async () => {
  for (const method of ['POST', 'HEAD', 'PUT', 'get'])
    expect((await ask('app://footbridge/', method)).status).toBe(405);
});

test('nothing outside the folder, of another host or of another kind is answered (E1)', async () => {
  for (const url of [
    'app://footbridge/../main.cjs',
    'app://footbridge/%2e%2e/main.js',
    'app://footbridge/..%2f..%2fpackage.json',
    'app://footbridge/..%5c..%5cpackage.json',
    'app://footbridge/index.html%00.js',
    'app://footbridge/%ff',
    'app://other/index.html',
    'app://user@footbridge/index.html',
    'https://footbridge/index.html',
    'file:///package/dist/renderer/index.html',
    'app://footbridge/assets',
    'app://footbridge/assets/missing.js',
  ])
    expect((await ask(url)).status, url).toBe(404);
});

test('no address whatever leads out of the folder', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2E%2e',
      '/',
      '%2f',
      '\\',
      '%5c',
      'a',
      'index.html',
      ':',
      '%00',
      '//',
      '.js',
    ),
    { maxLength: 12 },
  );
  check(
    fc.property(pieces, (parts) => {
      const file = fileOf(`app://footbridge/${parts.join('')}`, FOLDER);
      return file === null || file.startsWith(FOLDER + sep);
    }),
  );
});
