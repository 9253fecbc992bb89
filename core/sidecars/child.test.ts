import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { findProgram, scratchFolder } from '../testing/daemon.ts';
import { refusedPort } from '../testing/ports.ts';
import { listensOnLoopbackOnly } from './loopback.ts';
import { singBoxConfig } from './sing-box-config.ts';

const { path: scratch, write } = scratchFolder();
const program = join(scratch, 'life.mjs');
/** Says what it is told, and that it was asked to end, which it ignores where it is told so. */
const engine = write(
  'engine.mjs',
  `process.stdin.on('data', (text) => process.stdout.write(text));
  process.on('SIGTERM', () => process.argv[2] === 'stubborn' || process.exit(0));
  setInterval(() => undefined, 1000);\n`,
);

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, '..', 'testing', 'sidecar-life.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
});

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const isThere = (pid: number) => {
  try {
    // One that ended and that nobody has asked for yet is there no more.
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const parentOf = (pid: number) =>
  Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** A process that has an engine kept, once that has read its configuration. */
async function holder(...words: string[]) {
  const child = spawn(process.execPath, [program, 'hold', process.execPath, engine, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  const said = createInterface({ input: child.stdout });
  said.on('line', (line) => lines.push(line));
  await expect.poll(() => lines).toContain('said a secret');
  await expect.poll(() => lines.some((line) => line.startsWith('engine '))).toBe(true);
  const pid = Number(lines.find((line) => line.startsWith('engine '))?.slice(7));
  expect(isThere(pid)).toBe(true);
  return { child, pid, lines };
}

test('an engine is told its configuration by its standard input, and nobody sees it in a list of processes (B2)', async () => {
  const { pid } = await holder();
  const texts = readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) ? [readFileSync(`/proc/${name}/cmdline`, 'latin1')] : [];
    } catch {
      return [];
    }
  });
  expect(texts.some((text) => text.includes('a secret'))).toBe(false);
  expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).not.toContain('a secret');
});

test('an engine is ended when it is not needed any more', async () => {
  const { child, pid } = await holder();
  child.stdin?.write('end\n');
  await once(child, 'exit');
  expect(isThere(pid)).toBe(false);
});

test.each(['obedient', 'stubborn'])(
  'an engine that is %s does not outlive us where we are killed (B4)',
  async (word) => {
    const { child, pid } = await holder(word);
    child.kill('SIGKILL');
    await expect.poll(() => isThere(pid)).toBe(false);
  },
);

const isHere = findProgram('sing-box') !== undefined;
(isHere ? test : test.skip)(
  `sing-box does not outlive us where we are killed (B4)${isHere ? '' : ' (skipped: not installed here: sing-box)'}`,
  async () => {
    const { host, port } = await refusedPort();
    const door = { host, port, username: 'u', password: 'p' };
    const server = { protocol: 'hysteria2', host, port, options: {} } as const;
    const input = singBoxConfig({ ...server, credentials: { username: 'x', password: '' } }, door, []);
    const args = [program, 'hold', findProgram('sing-box') ?? '', 'run', '-c', 'stdin'];
    const child = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, FOOTBRIDGE_TEST_INPUT: JSON.stringify(input) },
    });
    children.push(child);
    const [said] = await once(createInterface({ input: child.stdout }), 'line');
    const pid = Number(String(said).slice('engine '.length));
    const listens = () => listensOnLoopbackOnly(pid, port);
    await expect.poll(listens).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => isThere(pid)).toBe(false);
  },
);

test('an engine is ended by us where its keeper is killed (B4)', async () => {
  const { pid, lines } = await holder('stubborn');
  process.kill(parentOf(pid), 'SIGKILL');
  await expect.poll(() => lines).toContain('ended');
  await expect.poll(() => isThere(pid)).toBe(false);
});

test('an engine that is not there is told', async () => {
  const child = spawn(process.execPath, [program, 'hold', join(scratch, 'nothing')], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  children.push(child);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  await once(child, 'close');
  expect(said).toContain('the engine did not start');
});
