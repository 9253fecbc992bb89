// In Electron's place inside a package: runs the program of its archive under Node. With `--guard` and `--restore` all of
// that is the program's own work; a start for the window is followed until the program has asked for it, then its engine is
// started, with the data of the package, until it says how it is.
const { fork } = require('node:child_process');
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { homedir, tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const Module = require('node:module');

/** Unpacks an asar: two numbers, then the header's length and text, then the files one after the other. */
function unpack(path, folder) {
  const archive = readFileSync(path);
  const files = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8')).files;
  const start = 8 + archive.readUInt32LE(4);
  const walk = (entries, base) => {
    for (const [name, entry] of Object.entries(entries)) {
      const target = join(base, name);
      mkdirSync(dirname(target), { recursive: true });
      if (entry.files) walk(entry.files, target);
      else
        writeFileSync(
          target,
          archive.subarray(start + Number(entry.offset), start + Number(entry.offset) + entry.size),
        );
    }
  };
  walk(files, folder);
}

const nothing = () => undefined;
const app = {
  isPackaged: true,
  getPath: () => process.env.XDG_CONFIG_HOME || join(homedir(), '.config'),
  setPath: nothing,
  setAppUserModelId: nothing,
  enableSandbox: nothing,
  disableHardwareAcceleration: nothing,
  getGPUFeatureStatus: () => ({}),
  commandLine: { appendSwitch: nothing, hasSwitch: () => false },
  on: nothing,
  once: nothing,
  requestSingleInstanceLock: () => true,
  exit: (code) => process.exit(code),
  whenReady: () => {
    process.stdout.write('stand-in: the program has asked for its window\n');
    if (process.env.FOOTBRIDGE_STAND_IN === 'stay') {
      process.on('SIGTERM', () => process.exit(0));
      setInterval(nothing, 1000);
    } else startEngine();
    return new Promise(nothing);
  },
};
const electron = { app, protocol: { registerSchemesAsPrivileged: nothing } };

/** As a utility process is started; ends with what the engine says first. */
function startEngine() {
  const self = JSON.stringify({ guard: [program, '--guard'], restore: [program, '--restore'] });
  const engine = fork(join(folder, 'dist', 'engine.cjs'), [self, join(folder, 'resources')], {
    execPath: node,
    execArgv: ['--require', join(__dirname, 'parent-port.cjs')],
    env: { ...process.env, FOOTBRIDGE_HOME: join(folder, 'home') },
  });
  const limit = setTimeout(() => engine.kill('SIGKILL'), 20_000);
  engine.on('message', ({ kind, state }) => {
    if (kind === 'state' && state.phase === 'starting') return;
    process.stdout.write(`stand-in: its engine says ${kind === 'state' ? state.phase : kind}\n`);
    clearTimeout(limit);
    process.exit(0);
  });
  engine.on('exit', () => process.exit(1));
}

const node = process.execPath;
const program = join(__dirname, 'footbridge');
const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
unpack(join(__dirname, 'resources', 'app.asar'), folder);
const load = Module._load;
Module._load = (request, ...rest) => (request === 'electron' ? electron : load(request, ...rest));
process.argv = [program, ...process.argv.slice(2)];
process.execPath = program;
require(join(folder, 'dist', 'main.cjs'));
