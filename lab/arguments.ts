import { parseArgs } from 'node:util';
import { LINE_NAMES, type LineName } from './line.ts';

export interface LabArguments {
  readonly scenarios: readonly string[];
  readonly rounds: number;
  readonly json: boolean;
  /** As many for networks on which nothing is blocked: whether anything is ever called so takes more of them. */
  readonly openRounds: number;
  /** Scenario/line pairs that are left out: they have been run. */
  readonly skipped: readonly string[];
  /** Networks that are run side by side, each with a world of its own. */
  readonly lanes: number;
  /** Lines to the client that every scenario is run over. */
  readonly lines: readonly LineName[];
  /** Only measures: `footbridge check` in place of `connect`, and only verdicts are judged. */
  readonly check: boolean;
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
      'open-rounds': { type: 'string' },
      skip: { type: 'string', multiple: true, default: [] },
      lanes: { type: 'string', default: '1' },
      line: { type: 'string', multiple: true, default: ['usual'] },
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      chromium: { type: 'boolean', default: false },
      'second-try': { type: 'boolean', default: false },
      'world-check': { type: 'boolean', default: false },
      'self-test': { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      markdown: { type: 'string' },
    },
  });
  const rounds = readNumber('rounds', values.rounds, 1000);
  const lanes = readNumber('lanes', values.lanes, 16);
  if (at >= 0 && (positionals.length !== 1 || visit.length === 0))
    throw new Error('--visit comes after one scenario and before a command');
  return {
    scenarios: positionals,
    rounds,
    openRounds: readNumber('open-rounds', values['open-rounds'] ?? values.rounds, 1000),
    skipped: values.skip,
    lanes,
    lines: values.line.map(readLine),
    check: values.check,
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

function readNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new Error(`--${option} takes a number from 1 to ${most}`);
}

function readLine(text: string): LineName {
  const line = LINE_NAMES.find((name) => name === text);
  if (line !== undefined) return line;
  throw new Error(`--line takes ${LINE_NAMES.join(' or ')}`);
}
