// First: what is set here must be there before anything else is loaded.
import '../core/environment.ts';

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  type Computer,
  createEngine,
  createFileOnce,
  type Engine,
  eraseHere,
  footbridgeHome,
  leaveLogin,
  nodeCommand,
  openComputer,
  openHandOver,
  openKeyring,
  openPrograms,
  openStartAtLogin,
  runGuardian,
  systemClock,
  systemRandom,
} from '../core/engine.ts';
import { endOthers, interruption, isProcessAlive, killProcess, openTerminalDoor } from '../core/shell-kit.ts';
import { type Command, parseCommand } from './arguments.ts';
import { setAtLogin } from './at-login.ts';
import { check } from './check.ts';
import { connect } from './connect.ts';
import { addEngine, listEngines, removeEngine } from './engines.ts';
import { erase } from './erase.ts';
import { CommandError, EXIT, type ExitCode } from './exit-codes.ts';
import { failureSentence } from './failures.ts';
import { handOver } from './hand-over.ts';
import { HELP } from './help.ts';
import { leave } from './leave.ts';
import { addLink } from './lists.ts';
import { createPrinter, type Printer } from './printer.ts';
import { askYes, readLink } from './read-secret.ts';
import { report } from './report.ts';
import { tellRestored } from './restore.ts';
import { keyPlace, listServers, needKey, removeServer, tellKeyPlace } from './servers.ts';
import { createShareMemory, share } from './share.ts';
import { trustServer } from './trust.ts';

declare const FOOTBRIDGE_VERSION: string;

/** Our data files lie beside the bundle. An overlay is for tests and experts: only where we run from a clone. */
function resourceFolders(): readonly string[] {
  const project = join(__dirname, '..');
  const overlay = process.env.FOOTBRIDGE_RESOURCES;
  const isClone = existsSync(join(project, 'package.json'));
  return [join(project, 'resources'), ...(overlay !== undefined && isClone ? [overlay] : [])];
}

const home = footbridgeHome({ env: process.env, platform: process.platform, homedir: homedir() });

/** Wide enough to rewrite a line; undefined where standard output is no terminal. */
function columns(): number | undefined {
  const isTerminal = process.stdout.isTTY && process.env.TERM !== 'dumb';
  // Some pseudo-terminals say that they are 0 wide.
  return isTerminal ? process.stdout.columns || 80 : undefined;
}

/** Readable by its owner alone, and never in the place of another file. */
function writeNewFile(path: string, bytes: Uint8Array): Promise<void> {
  return writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
}

async function run(command: Command, printer: Printer): Promise<void> {
  if (command.name === 'help') return void process.stdout.write(HELP);
  if (command.name === 'version') return void process.stdout.write(`${FOOTBRIDGE_VERSION}\n`);

  if (command.name === 'guard') {
    await runGuardian(home, process.stdin, (text) => void process.stdout.write(text), systemClock.now);
    return;
  }
  const interrupted = interruption();
  const computer = openComputer(home, nodeCommand(process.execPath, __filename), systemClock.now);
  if (command.name === 'leave' || command.name === 'restore') {
    tellRestored(await computer.restore(interrupted), printer);
    return command.name === 'leave' ? leave(leaveLogin, printer) : undefined;
  }
  if (command.name === 'erase') {
    const end = { clock: systemClock, random: systemRandom, isAlive: isProcessAlive, kill: killProcess };
    const eraseAll = () =>
      eraseHere({ home, computer, keyring: openKeyring(), endOthers: () => endOthers(home, end) });
    return erase(command.isSure, eraseAll, printer);
  }
  if (command.name === 'at-login') {
    const words = [process.execPath, __filename, 'connect'] as const;
    const startAtLogin = openStartAtLogin({ id: 'footbridge-connect', command: words });
    return setAtLogin(startAtLogin, command.on, printer);
  }
  const link = command.name === 'add' ? await readLink(command.file, interrupted) : '';
  const door = await openTerminalDoor(home, {
    random: systemRandom,
    isAlive: isProcessAlive,
    createOnce: createFileOnce,
  });
  const signal = AbortSignal.any([interrupted, door.ended]);
  try {
    if (command.name === 'hand-over') {
      const parts = { home, resourceFolders: resourceFolders(), clock: systemClock, random: systemRandom };
      return await handOver((onChange) => openHandOver(parts, onChange), printer, signal);
    }
    if (command.name === 'engines' || command.name === 'engine-add' || command.name === 'engine-remove')
      return await engines(command, printer, signal);
    await withEngine({ command, link, computer, printer, signal });
  } finally {
    await door.close();
  }
}

function engines(
  command: Extract<Command, { readonly name: 'engines' | 'engine-add' | 'engine-remove' }>,
  printer: Printer,
  signal: AbortSignal,
): Promise<void> {
  const programs = openPrograms({ home, resourceFolders: resourceFolders(), random: systemRandom });
  switch (command.name) {
    case 'engines':
      return listEngines(programs, printer, signal);
    case 'engine-add':
      return addEngine(programs, command.path, { isSure: command.isSure, ask: askYes }, signal);
    case 'engine-remove':
      return removeEngine(programs, command.command);
  }
}

interface EngineWork {
  readonly command: Extract<
    Command,
    { readonly name: 'check' | 'connect' | 'share' | 'report' | 'add' | 'list' | 'remove' | 'trust' }
  >;
  readonly link: string;
  readonly computer: Computer;
  readonly printer: Printer;
  readonly signal: AbortSignal;
}

async function withEngine({ command, link, computer, printer, signal }: EngineWork): Promise<void> {
  const sharing = createShareMemory();
  const engine = await createEngine({
    home,
    resourceFolders: resourceFolders(),
    clock: systemClock,
    random: systemRandom,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    computer,
    emit(event) {
      sharing.note(event);
      printer.event(event);
    },
    keyring: openKeyring(),
  });
  try {
    return await carryOut(engine, sharing, { command, link, printer, signal });
  } finally {
    // A question of the keyring that is still open would outlive us.
    await engine.keyring.letGo();
  }
}

async function carryOut(
  engine: Engine,
  sharing: ReturnType<typeof createShareMemory>,
  { command, link, printer, signal }: Omit<EngineWork, 'computer'>,
): Promise<void> {
  switch (command.name) {
    case 'check':
      return check(engine, printer, command, signal);
    case 'connect':
      return connect(engine, printer, command, signal);
    case 'share': {
      const isTerminal = columns() !== undefined;
      const ask = process.stdin.isTTY ? askYes : null;
      const manner = { isSure: command.yes, port: command.port, ask, isTerminal };
      return share(engine, printer, sharing, manner, signal);
    }
    case 'report':
      return report(engine, printer, command, { signal, isThere: existsSync, write: writeNewFile });
    case 'add':
      needKey(await keyPlace(engine, signal));
      await addLink(engine, link, { isSure: command.isSure, ask: askYes }, signal);
      return tellKeyPlace(engine.keyring.place());
    case 'list':
      return listServers(engine, await keyPlace(engine, signal), printer);
    case 'remove':
      return removeServer(engine, await keyPlace(engine, signal), command.which);
    case 'trust':
      return trustServer(
        engine,
        await keyPlace(engine, signal),
        command.which,
        { isSure: command.isSure, ask: askYes },
        signal,
      );
  }
}

async function main(): Promise<ExitCode> {
  let printer: Printer | undefined;
  try {
    const command = parseCommand(process.argv.slice(2));
    const json = 'json' in command && command.json;
    const details = 'details' in command && command.details;
    printer = createPrinter({ json, details }, { write: (text) => process.stdout.write(text), columns });
    await run(command, printer);
    printer.end();
    return EXIT.ok;
  } catch (error) {
    printer?.end();
    const isOurs = error instanceof CommandError;
    process.stderr.write(`${isOurs ? error.message : failureSentence(error, home)}\n`);
    return isOurs ? error.exitCode : EXIT.failed;
  }
}

// A reader that goes away (`footbridge list | head -1`) is no error.
process.stdout.on('error', () => process.exit(EXIT.ok));
void main().then((code) => process.stdout.write('', () => process.exit(code)));
