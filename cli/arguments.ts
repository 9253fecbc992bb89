import { parseArgs } from 'node:util';
import { CommandError, EXIT } from './exit-codes.ts';

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'check'; readonly json: boolean }
  | { readonly name: 'connect'; readonly json: boolean; readonly port: number | undefined }
  | { readonly name: 'add'; readonly file: string | undefined }
  | { readonly name: 'list'; readonly json: boolean }
  | { readonly name: 'remove'; readonly which: string };

function usage(message: string): never {
  throw new CommandError(EXIT.usage, `${message}\nTry: footbridge --help`);
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535)
    usage(`--port takes a number from 1 to 65535, not "${text}"`);
  return port;
}

/** Reads the words after `footbridge`. Throws CommandError(usage). */
export function parseCommand(argv: readonly string[]): Command {
  const { values, positionals } = readArguments(argv);
  if (values.help) return { name: 'help' };
  if (values.version) return { name: 'version' };
  const [name, ...rest] = positionals;
  const json = values.json ?? false;
  const takes = (command: string, options: readonly string[], words = 0) => {
    const wrong = Object.keys(values).find((option) => !options.includes(option));
    if (wrong !== undefined) usage(`${command} takes no --${wrong}`);
    if (rest.length !== words)
      usage(words === 0 ? `${command} takes no further words` : `${command} takes one word`);
  };
  switch (name) {
    case undefined:
      return usage('What should I do?');
    case 'check':
      takes(name, ['json']);
      return { name, json };
    case 'connect':
      takes(name, ['json', 'port']);
      return { name, json, port: parsePort(values.port) };
    case 'add':
      if (rest.length > 0) {
        return usage('A link is never given as an argument: run "footbridge add" and paste it when asked');
      }
      takes(name, ['file']);
      return { name, file: values.file };
    case 'list':
      takes(name, ['json']);
      return { name, json };
    case 'remove':
      takes(name, [], 1);
      return { name, which: rest[0] ?? '' };
    case 'help':
      return { name };
    default:
      return usage(`There is no command "${name}"`);
  }
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        json: { type: 'boolean' },
        port: { type: 'string' },
        file: { type: 'string' },
      },
    });
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
}
