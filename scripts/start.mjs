// `npm start`: sets up, builds what is stale, and opens the window; the person's browser where there can be none.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as builds from './build.mjs';
import { buildRenderer } from './build-renderer.mjs';
import { run } from './child.mjs';
import { electronBinary, fetchElectron } from './electron-window.mjs';
import { root, setUp } from './setup.mjs';
import { HELP, readStart, whyNoWindow } from './start-plan.mjs';

const dist = (name) => join(root, 'dist', name);
/** A window that cannot be opened ends within moments. */
const EARLY_MS = 5_000;

/** Opens the Electron window and resolves to its exit code; to null, with the reason told, where that cannot be. */
async function openWindow() {
  const tell = (reason) => {
    process.stderr.write(`No window of its own: ${reason}. A page in your browser does the same.\n`);
    return null;
  };
  const isBuilt = existsSync(join(root, 'electron', 'main.ts'));
  const here = { platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0, isBuilt };
  const reason = whyNoWindow(here) ?? (electronBinary() === null ? await fetchElectron() : null);
  if (reason !== null) return tell(reason);
  await builds.buildElectron();
  const { code, milliseconds } = await run(electronBinary(), [dist('main.cjs')]);
  return code !== 0 && milliseconds < EARLY_MS ? tell(`Electron ended at once (exit code ${code})`) : code;
}

async function openPage(port, opens) {
  await builds.buildWeb();
  const words = [...(port === null ? [] : ['--port', port]), ...(opens ? [] : ['--no-open'])];
  return (await run(process.execPath, [dist('web.cjs'), ...words])).code;
}

async function start({ mode, port, opens, message }) {
  if (mode === 'help') return void process.stdout.write(HELP);
  if (mode === 'wrong') {
    process.stderr.write(`${message}\n`);
    return 2;
  }
  setUp();
  if (mode === 'terminal') {
    await builds.build();
    const words = ['connect', ...(port === null ? [] : ['--port', port])];
    return (await run(process.execPath, [builds.bundle, ...words])).code;
  }
  await buildRenderer();
  return (mode === 'window' ? await openWindow() : null) ?? (await openPage(port, opens));
}

try {
  process.exitCode = (await start(readStart(process.argv.slice(2)))) ?? 0;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
