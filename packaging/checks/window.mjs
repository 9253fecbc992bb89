// Starts the program of a package until its window is there, as e2e/double does it: under Node, with Chromium for windows.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import asar from '@electron/asar';
import { build } from 'esbuild';
import { chromium } from 'playwright';
import { root } from '../../scripts/setup.mjs';
import { find } from '../tools.mjs';

const WINDOW_MS = 60_000;
const HOOK = `const Module = require('node:module');
const load = Module._load;
Module._load = (request, ...rest) => load(request === 'electron' ? require.resolve('./main-half.cjs') : request, ...rest);
`;

/** Why that cannot be done here, in words; null where it can. */
export const whyNoWindow = () => (find('chromium') === undefined ? 'it needs chromium' : null);

/** The program as it is packaged, and Electron's double beside it. */
async function layOut(archive, program, double) {
  asar.extractAll(archive, program);
  const bundle = (name, options) =>
    build({
      entryPoints: [join(root, 'e2e', 'double', `${name}.ts`)],
      outfile: join(double, `${name}.cjs`),
      bundle: true,
      target: 'node20.19',
      logLevel: 'warning',
      ...options,
    });
  const node = { platform: 'node', format: 'cjs', external: ['playwright'] };
  await Promise.all([
    bundle('main-half', node),
    bundle('parent-port', node),
    bundle('preload-half', { platform: 'browser', format: 'iife', globalName: 'electronDouble' }),
  ]);
  writeFileSync(join(double, 'hook.cjs'), HOOK);
  const preload = join(program, 'dist', 'preload.cjs');
  const half = readFileSync(join(double, 'preload-half.cjs'), 'utf8');
  const own = readFileSync(preload, 'utf8');
  writeFileSync(
    preload,
    `${half}\n((require, module) => {${own}\n})(() => electronDouble, { exports: {} });\n`,
  );
}

/** What is wrong with the window of an app.asar; `folder`: an empty one of ours. */
export async function windowProblems(archive, folder) {
  const [program, double, home] = ['program', 'double', 'home'].map((name) => join(folder, name));
  for (const path of [double, home]) mkdirSync(path);
  await layOut(archive, program, double);
  const child = fork(join(program, 'dist', 'main.cjs'), [], {
    execArgv: ['--require', join(double, 'hook.cjs')],
    stdio: ['ignore', 2, 2, 'ipc'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      FOOTBRIDGE_HOME: join(home, 'footbridge'),
      FOOTBRIDGE_KEYRING: 'off',
      NODE_PATH: join(root, 'node_modules'),
    },
  });
  const ended = once(child, 'exit');
  const limit = setTimeout(() => child.kill('SIGKILL'), WINDOW_MS);
  try {
    const port = await new Promise((resolve, reject) => {
      child.on('message', ({ what, port }) => (what === 'devtools' ? resolve(port) : undefined));
      child.once('exit', () => reject(new Error('it ended before its window was there')));
    });
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [page] = browser.contexts()[0].pages();
    const problems = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.locator('#root button').first().waitFor({ timeout: WINDOW_MS });
    const isToldState = () =>
      new Promise((resolve) => window.footbridge.watchState(({ phase }) => phase === 'off' && resolve(true)));
    await page.waitForFunction(isToldState, undefined, { timeout: WINDOW_MS });
    return problems;
  } finally {
    child.kill('SIGTERM');
    await ended;
    clearTimeout(limit);
  }
}
