import { parseArgs } from 'node:util';

export interface LabArguments {
  readonly scenarios: readonly string[];
  readonly rounds: number;
  readonly json: boolean;
  /** Runs the browser too wherever there is a route to WhatsApp Web, in the first round. */
  readonly chromium: boolean;
  /** Runs a scenario that failed once more, and names it even when it passes then. */
  readonly secondTry: boolean;
  /** Only checks that the world is as it should be, without a censor. */
  readonly worldCheck: boolean;
  /** Proves the censors themselves instead, with real sockets. */
  readonly selfTest: boolean;
  /** Lists the scenarios and ends. */
  readonly list: boolean;
  readonly markdown: string | undefined;
  /** A command that is run at the client's end of the one scenario named, instead of the program; empty for none. */
  readonly visit: readonly string[];
}

/** Reads what comes after `npm run lab --`. Throws a sentence for people. */
export function parseLabArguments(argv: readonly string[]): LabArguments {
  const at = argv.indexOf('--visit');
  const visit = at < 0 ? [] : argv.slice(at + 1);
  const { values, positionals } = parseArgs({
    args: at < 0 ? [...argv] : argv.slice(0, at),
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      chromium: { type: 'boolean', default: false },
      'second-try': { type: 'boolean', default: false },
      'world-check': { type: 'boolean', default: false },
      'self-test': { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      markdown: { type: 'string' },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1000)
    throw new Error('--rounds takes a number from 1 to 1000');
  if (at >= 0 && (positionals.length !== 1 || visit.length === 0))
    throw new Error('--visit comes after one scenario and before a command');
  return {
    scenarios: positionals,
    rounds,
    json: values.json,
    chromium: values.chromium,
    secondTry: values['second-try'],
    worldCheck: values['world-check'],
    selfTest: values['self-test'],
    list: values.list,
    markdown: values.markdown,
    visit,
  };
}
