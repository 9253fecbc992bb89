import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { scratchFolder } from '../core/testing/daemon.ts';
import { writeLoopbackResources } from '../core/testing/loopback-resources.ts';
import { refusedPort } from '../core/testing/ports.ts';
import { erase } from './erase.ts';

function put(path: string, text = 'x'): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Everything in a folder, links not followed. */
const tree = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(
      (one) =>
        join(one.parentPath, one.name) +
        (one.isSymbolicLink() ? ` -> ${readlinkSync(join(one.parentPath, one.name))}` : ''),
    )
    .sort();

/** The whole program on a computer of its own, which asks nobody who is not on loopback. */
async function install(folder: string) {
  const { port } = await refusedPort();
  const program = join(folder, 'program', 'dist', 'footbridge.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'main.ts')],
    outfile: program,
    ...{ bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' },
    external: ['cpu-features', '*.node'],
    define: { FOOTBRIDGE_VERSION: '"1.2.3"' },
  });
  mkdirSync(join(folder, 'program', 'resources'));
  writeLoopbackResources(join(folder, 'program', 'resources'), [{ messenger: 'x', purpose: 'chat', port }]);
  const env = { PATH: process.env.PATH, HOME: join(folder, 'mina'), NODE_EXTRA_CA_CERTS: '' };
  return (...words: readonly string[]) => {
    const child = spawn(process.execPath, [program, ...words], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    return { child, ended: ended(child) };
  };
}

async function ended(child: ChildProcess) {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
  const [code]: unknown[] = await once(child, 'close');
  return { code, said };
}

test.skipIf(process.platform !== 'linux')(
  'erase --yes ends a Footbridge that runs, a broken home or not, and leaves everything as if it had never been there (S3; on Linux)',
  async () => {
    const { path } = scratchFolder();
    const start = await install(path);
    const config = join(path, 'mina', '.config');
    const home = join(config, 'footbridge');
    put(join(path, 'mina', 'Photos', 'cat.jpg'));
    put(join(config, 'autostart', 'other.desktop'));
    const before = tree(join(path, 'mina'));

    const add = start('add');
    add.child.stdin.end('socks5://anna:geheim@127.0.0.1:1');
    expect((await add.ended).code).toBe(0);
    const connect = start('connect');
    await expect
      .poll(() => existsSync(join(home, `terminal-${connect.child.pid}.json`)), { timeout: 20_000 })
      .toBe(true);
    for (const name of ['changed.json', 'settings.json.unreadable-1', 'known-hosts.json', 'terminal-1.json'])
      put(join(home, name), '{"cut sho');
    put(join(home, 'windows', 'whatsapp', 'Cookies'));
    symlinkSync(join(path, 'mina', 'Photos'), join(home, 'windows', 'whatsapp', 'Downloads'));
    put(join(config, 'footbridge-window', 'Partitions', 'messenger-signal', 'Cookies'));
    for (const id of ['footbridge', 'footbridge-connect', 'footbridge-restore'])
      put(join(config, 'autostart', `${id}.desktop`));

    expect(await start('erase').ended).toMatchObject({
      code: 2,
      said: expect.stringContaining('erase --yes'),
    });
    expect([existsSync(join(home, 'windows', 'whatsapp', 'Cookies')), connect.child.exitCode]).toEqual([
      true,
      null,
    ]);
    expect(await start('erase', '--yes').ended).toEqual({ code: 0, said: 'Everything was erased.\n' });
    expect((await connect.ended).code).toBe(0);
    expect(tree(join(path, 'mina'))).toEqual(before);
  },
  60_000,
);

test('what could not be erased is said, each in its own words, and not called done', async () => {
  const said: string[] = [];
  const printer = { value: (_: object, text: string) => void said.push(text) };
  await expect(erase(true, async () => ['running', 'files'], printer)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/does not answer.*\n.*could not be removed/),
  });
  expect(said).toEqual([]);
});
