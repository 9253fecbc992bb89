// Electron's binary: whether it is here, or can be had.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';
import { mayFetch } from './start-plan.mjs';

const home = join(root, 'node_modules', 'electron');
const tried = join(root, '.cache', 'electron-tried');
const FETCH_SECONDS = 20;

/** The path of the binary, or null. */
export function electronBinary() {
  const name = join(home, 'path.txt');
  if (!existsSync(name)) return null;
  const binary = join(home, 'dist', readFileSync(name, 'utf8'));
  return existsSync(binary) ? binary : null;
}

/** Runs Electron's own installer, which checks what it got. Resolves to null when it worked, else to why it did not. */
export async function fetchElectron() {
  const last = existsSync(tried) ? Number(readFileSync(tried, 'utf8')) : null;
  if (!mayFetch(last, Date.now())) return 'Electron could not be fetched earlier today';
  process.stderr.write(`Fetching Electron for the window (${FETCH_SECONDS} s at most) …\n`);
  const outcome = await install();
  if (outcome === null && electronBinary() !== null) return null;
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(tried, String(Date.now()));
  return outcome ?? 'Electron could not be fetched';
}

function install() {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(home, 'install.js')], { cwd: root, stdio: 'ignore' });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(`Electron could not be fetched within ${FETCH_SECONDS} s`);
    }, FETCH_SECONDS * 1_000);
    child.once('error', () => {
      clearTimeout(timer);
      resolve('Electron could not be fetched');
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? null : 'Electron could not be fetched');
    });
  });
}
