// First: what is set here must be there before anything else is loaded.
import '../core/environment.ts';

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createEngine, footbridgeHome, systemClock, systemRandom } from '../core/engine.ts';
import { type Command, parseCommand } from './arguments.ts';
import { connect } from './connect.ts';
import { CommandError, EXIT, type ExitCode } from './exit-codes.ts';
import { HELP } from './help.ts';
import { interruption } from './interruption.ts';
import { createPrinter } from './printer.ts';
import { readLink } from './read-secret.ts';
import { addServer, listServers, removeServer } from './servers.ts';

declare const FOOTBRIDGE_VERSION: string;

/** Our data files lie beside the bundle. An overlay is for tests and experts: only where we run from a clone. */
function resourceFolders(): readonly string[] {
  const project = join(__dirname, '..');
  const overlay = process.env.FOOTBRIDGE_RESOURCES;
  const isClone = existsSync(join(project, 'package.json'));
  return [join(project, 'resources'), ...(overlay !== undefined && isClone ? [overlay] : [])];
}

async function run(command: Command): Promise<void> {
  if (command.name === 'help') return void process.stdout.write(HELP);
  if (command.name === 'version') return void process.stdout.write(`${FOOTBRIDGE_VERSION}\n`);

  const printer = createPrinter('json' in command && command.json, (text) => process.stdout.write(text));
  const signal = interruption();
  const link = command.name === 'add' ? await readLink(command.file) : '';
  const engine = await createEngine({
    home: footbridgeHome({ env: process.env, platform: process.platform, homedir: homedir() }),
    resourceFolders: resourceFolders(),
    clock: systemClock,
    random: systemRandom,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    emit: printer.event,
  });
  switch (command.name) {
    case 'check':
      return engine.check(signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    case 'connect':
      return connect(engine, command.port, signal);
    case 'add':
      return addServer(engine.servers, link);
    case 'list':
      return listServers(engine.servers, printer);
    case 'remove':
      return removeServer(engine.servers, command.which);
  }
}

async function main(): Promise<ExitCode> {
  try {
    await run(parseCommand(process.argv.slice(2)));
    return EXIT.ok;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    return error instanceof CommandError ? error.exitCode : EXIT.failed;
  }
}

// A reader that goes away (`footbridge list | head -1`) is no error.
process.stdout.on('error', () => process.exit(EXIT.ok));
void main().then((code) => process.stdout.write('', () => process.exit(code)));
