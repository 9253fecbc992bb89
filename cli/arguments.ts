import { parseArgs } from 'node:util';
import { CommandError, EXIT } from './exit-codes.ts';
import { HELP } from './help.ts';
import { nearest } from './nearest.ts';
import { quoted } from './people/clean.ts';

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'check'; readonly json: boolean; readonly details: boolean; readonly deep: boolean }
  | {
      readonly name: 'connect';
      readonly json: boolean;
      readonly details: boolean;
      readonly port: number | undefined;
      readonly mtproto: boolean;
    }
  | {
      readonly name: 'share';
      readonly json: boolean;
      readonly details: boolean;
      readonly port: number | undefined;
      readonly yes: boolean;
    }
  | {
      readonly name: 'report';
      readonly json: boolean;
      readonly details: boolean;
      readonly deep: boolean;
      readonly out: string | undefined;
      readonly country: boolean;
      readonly operator: string;
    }
  | { readonly name: 'add'; readonly file: string | undefined; readonly isSure: boolean }
  | { readonly name: 'list'; readonly json: boolean }
  | { readonly name: 'remove'; readonly which: string }
  | { readonly name: 'engines'; readonly json: boolean }
  | { readonly name: 'engine-add'; readonly path: string; readonly isSure: boolean }
  | { readonly name: 'engine-remove'; readonly command: string }
  | { readonly name: 'trust'; readonly which: string; readonly isSure: boolean }
  | { readonly name: 'leave' }
  | { readonly name: 'hand-over'; readonly json: boolean }
  | { readonly name: 'erase'; readonly isSure: boolean }
  | { readonly name: 'restore'; readonly json: boolean }
  | { readonly name: 'at-login'; readonly on: boolean; readonly json: boolean }
  /** Not for people: the process that watches over changed settings. */
  | { readonly name: 'guard' };

const COMMANDS = [
  'check',
  'connect',
  'share',
  'report',
  'add',
  'list',
  'remove',
  'engines',
  'engine',
  'trust',
  'leave',
  'erase',
  'hand-over',
  'restore',
  'at-login',
  'guard',
  'help',
  'version',
] as const;
const NO_LINKS =
  'A link is never given as an argument, where other programs and your shell\'s history can read it:\nrun "footbridge add" and paste it when asked.';

/** Characters. */
const LONGEST_OPERATOR = 64;

function usage(message: string): never {
  throw new CommandError(EXIT.usage, `${message}\nTry: footbridge --help`);
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535)
    usage(`--port takes a number from 1 to 65535, not ${quoted(text)}`);
  return port;
}

/** Reads the words after `footbridge`. Throws CommandError(usage), which repeats nothing that could be a secret. */
export function parseCommand(argv: readonly string[]): Command {
  if (argv.length === 0) throw new CommandError(EXIT.usage, HELP.trimEnd());
  if (argv.some((word) => word.includes('://'))) usage(NO_LINKS);
  const { values, positionals } = readArguments(argv);
  if (values.help) return { name: 'help' };
  if (values.version) return { name: 'version' };
  const [word, ...rest] = positionals;
  const { json = false, details = false, deep = false } = values;
  const takes = (command: string, options: readonly string[], words = 0) => {
    const wrong = Object.keys(values).find((option) => !options.includes(option));
    if (wrong !== undefined) usage(`${command} takes no --${wrong}`);
    if (rest.length !== words)
      usage(`${command} takes ${['no further words', 'one word', 'two words'][words]}`);
  };
  const name = COMMANDS.find((command) => command === word);
  switch (name) {
    case undefined:
      return unknownCommand(word);
    case 'check':
      takes(name, ['json', 'details', 'deep']);
      return { name, json, details, deep };
    case 'connect':
      takes(name, ['json', 'details', 'port', 'mtproto']);
      return { name, json, details, port: parsePort(values.port), mtproto: values.mtproto ?? false };
    case 'share':
      takes(name, ['json', 'details', 'port', 'yes']);
      return { name, json, details, port: parsePort(values.port), yes: values.yes ?? false };
    case 'report':
      takes(name, ['json', 'details', 'deep', 'out', 'country', 'operator']);
      return { name, json, details, deep, out: values.out, ...place(values) };
    case 'add':
      if (rest.length > 0) return usage(NO_LINKS);
      takes(name, ['file', 'yes']);
      return { name, file: values.file, isSure: values.yes ?? false };
    case 'list':
      takes(name, ['json']);
      return { name, json };
    case 'remove':
      takes(name, [], 1);
      return { name, which: rest[0] ?? '' };
    case 'engines':
      takes(name, ['json']);
      return { name, json };
    case 'engine': {
      const [verb = '', which = ''] = rest;
      if (verb !== 'add' && verb !== 'remove')
        return usage('engine takes add and a file, or remove and a name');
      takes(`${name} ${verb}`, verb === 'add' ? ['yes'] : [], 2);
      if (verb === 'remove') return { name: 'engine-remove', command: which };
      return { name: 'engine-add', path: which, isSure: values.yes ?? false };
    }
    case 'trust':
      takes(name, ['yes'], 1);
      return { name, which: rest[0] ?? '', isSure: values.yes ?? false };
    case 'leave':
      takes(name, []);
      return { name };
    case 'hand-over':
      takes(name, ['json']);
      return { name, json };
    case 'erase':
      takes(name, ['yes']);
      return { name, isSure: values.yes ?? false };
    case 'restore':
      takes(name, ['json']);
      return { name, json };
    case 'at-login':
      takes(name, ['json'], 1);
      if (rest[0] !== 'on' && rest[0] !== 'off') return usage('at-login takes on or off');
      return { name, on: rest[0] === 'on', json };
    case 'guard':
      takes(name, []);
      return { name };
    case 'help':
    case 'version':
      return { name };
  }
}

/** What a report is to say of where the person is: nothing they did not ask for. */
function place({ country = false, operator = '' }: { country?: boolean; operator?: string }) {
  if ([...operator].length > LONGEST_OPERATOR) usage('--operator takes a name of at most 64 characters');
  return { country, operator: operator.trim() };
}

function unknownCommand(word: string | undefined): never {
  if (word === undefined) return usage('What should I do?');
  const near = nearest(word, COMMANDS);
  const question = near === undefined ? '' : ` Did you mean ${near}?`;
  const text = quoted(word);
  return usage(`There is no command ${text === 'that' ? 'of that name' : text}.${question}`);
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
        details: { type: 'boolean' },
        deep: { type: 'boolean' },
        port: { type: 'string' },
        mtproto: { type: 'boolean' },
        file: { type: 'string' },
        out: { type: 'string' },
        country: { type: 'boolean' },
        operator: { type: 'string' },
        yes: { type: 'boolean' },
      },
    });
  } catch (error) {
    // Node's own messages repeat what was typed.
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return usage('There is no such option.');
    return usage(
      '--port needs a number, --file, --out and --operator a name; the other options take no value.',
    );
  }
}
