import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const SCRIPT = '/usr/bin/script';
const LINK = 'socks5://anna:geheim@198.51.100.7:1080';
let folder = '';
let program = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footbridge-main-'));
  program = join(folder, 'dist', 'footbridge.cjs');
  const root = join(import.meta.dirname, '..');
  await build({
    entryPoints: [join(import.meta.dirname, 'main.ts')],
    outfile: program,
    bundle: true,
    // Native helpers of ssh2, which it does without.
    external: ['cpu-features', '*.node'],
    platform: 'node',
    format: 'cjs',
    define: { FOOTBRIDGE_VERSION: '"1.2.3"' },
    logLevel: 'error',
  });
  await symlink(join(root, 'resources'), join(folder, 'resources')).catch(() =>
    cp(join(root, 'resources'), join(folder, 'resources'), { recursive: true }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 20 }));

/** None of these commands touches the network. */
function start(words: readonly string[], home = join(folder, 'home'), flags: readonly string[] = []) {
  const env = { ...process.env, FOOTBRIDGE_HOME: home, NODE_EXTRA_CA_CERTS: '' };
  const child = spawn(process.execPath, [...flags, program, ...words], { env });
  let out = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code, out, errors }));
  return { child, ended };
}
const run = (...words: readonly string[]) => start(words).ended;

describe('the program', () => {
  test('alone prints the help and exits 2', async () => {
    const { code, errors, out } = await run();
    expect([code, out]).toEqual([2, '']);
    expect(errors).toMatch(/^footbridge — brings/);
  });

  test.each(['version', '--version'])('%s prints the version', async (word) => {
    expect(await run(word)).toEqual({ code: 0, out: '1.2.3\n', errors: '' });
  });

  test('takes a link from a pipe, says what to do next, and lists it without its secret (S2)', async () => {
    const { child, ended } = start(['add']);
    child.stdin.end(LINK);
    const { code, errors } = await ended;
    expect(code).toBe(0);
    expect(errors).toContain('Start "footbridge connect" (again) to use it.');
    const { out } = await run('list', '--json');
    expect(JSON.parse(out).servers).toHaveLength(1);
    expect(out + errors).not.toMatch(/anna|geheim/);
  });

  test.each([[['remove', LINK]], [['add', '--file', LINK]], [[LINK]]])(
    'does not repeat a link it was given wrongly: %j (S2)',
    async (words) => {
      const { code, errors, out } = await run(...words);
      expect(code).toBe(2);
      expect(out + errors).not.toMatch(/anna|geheim|198\.51/);
    },
  );

  test('a file that is not there is refused without repeating a secret in its name', async () => {
    const { code, errors } = await run('add', '--file', 'anna:geheim@host:1');
    expect([code, errors]).toEqual([3, 'Cannot read that file: there is no such file.\n']);
  });

  test('the first Ctrl-C ends an add that waits for a pipe', async () => {
    const hook = join(folder, 'hook.cjs');
    const tell = "process.on('newListener', (name) => name === 'SIGHUP' && console.log('listening'));";
    await writeFile(hook, tell);
    const { child, ended } = start(['add'], undefined, ['--require', hook]);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, out: 'listening\n', errors: 'Nothing was added.\n' });
  });

  test('a folder it cannot use is named, in words', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const { code, errors } = await start(['list'], file).ended;
    expect(code).toBe(1);
    expect(errors).toBe(
      `Footbridge cannot use the folder ${file}: something that is no folder has that name.\n`,
    );
  });

  test.skipIf(process.platform !== 'linux' || !existsSync(SCRIPT))(
    'asks at a terminal (opened by script, on Linux), shows dots, and Ctrl-C there exits 130',
    async () => {
      await mkdir(join(folder, 'pty'), { recursive: true });
      const command = `FOOTBRIDGE_HOME=${join(folder, 'pty')} ${process.execPath} ${program} add`;
      const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
      let shown = '';
      child.stdout.on('data', (chunk) => {
        if (!shown.includes('Enter: ') && `${shown}${chunk}`.includes('Enter: ')) child.stdin.write('geheim');
        shown += chunk;
        if (shown.includes('••••••') && !child.stdin.writableEnded) child.stdin.end('\x03');
      });
      const [code] = await once(child, 'close');
      expect(code).toBe(130);
      expect(shown).toContain('Enter: ••••••');
      expect(shown).not.toContain('geheim');
    },
  );
});
