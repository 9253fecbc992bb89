import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileOnce } from '../core/guardian.ts';
import { claimInstance, createInstanceAnswer, isProcessAlive } from '../core/shell-kit.ts';
import { scratchFolder } from '../core/testing/daemon.ts';
import { createSeededRandom } from '../core/testing/seeded-random.ts';
import { clock } from './clock.ts';
import { claimHome } from './one-home.ts';

const random = createSeededRandom();
const claim = (home: string, show = () => {}) =>
  claimHome({ home, clock, createOnce: createFileOnce, isAlive: isProcessAlive, show, end: () => {} });

/** A Footbridge with a page in a browser. */
async function page(home: string, link: string) {
  const secret = 's'.repeat(43);
  const server = createServer(createInstanceAnswer(secret, { issueLink: () => link, end: () => {} }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const found = await claimInstance(
    { pid: process.pid, port, secret, shell: 'page' },
    { home, clock, random, createOnce: createFileOnce, isAlive: isProcessAlive },
  );
  return { port, found, close: () => server.close() };
}

test('one that is open in a browser is found, by its page, and none is started beside it (P4)', async () => {
  const home = scratchFolder().path;
  const first = await page(home, 'L'.repeat(43));
  expect(first.found.kind).toBe('ours');
  const url = `http://127.0.0.1:${first.port}/#token=${'L'.repeat(43)}`;
  expect(await claim(home)).toEqual({ kind: 'others', page: url });
  first.close();
});

test('a start in a browser brings our window before the person’s eyes, and after us is the one (P4)', async () => {
  const home = scratchFolder().path;
  let shown = 0;
  const ours = await claim(home, () => {
    shown += 1;
  });
  const second = await page(home, 'L'.repeat(43));
  expect([second.found, shown]).toMatchObject([{ kind: 'others', shell: 'window' }, 1]);
  second.close();
  expect(await claim(home)).toEqual({ kind: 'others', page: null });
  if (ours.kind === 'ours') await ours.release();
  const third = await page(home, 'L'.repeat(43));
  expect(third.found.kind).toBe('ours');
  third.close();
});

test('where the home cannot be written there is nobody to find', async () => {
  const { path } = scratchFolder();
  writeFileSync(join(path, 'file'), '');
  expect((await claim(join(path, 'file'))).kind).toBe('ours');
});
