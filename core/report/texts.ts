import type { HiddenCount } from '../model/report.ts';
import type { Redactor } from './redact/redactor.ts';
import { confidenceWords, type Sentence, spoken } from './sentence.ts';
import type { Words } from './words.ts';

/** A line of the engine's log. */
export interface LoggedLine {
  readonly at: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly code: string;
  readonly text: string;
}

/** Lines whose text is put together by us, of names that are redacted below; of all others the code alone is shown. */
const OUR_LINES: ReadonlySet<string> = new Set([
  ...['trying', 'rivals', 'network', 'verdict', 'route', 'moved', 'connecting', 'opened', 'search-began'],
  ...['search-ended', 'computer', 'in-use', 'stopping', 'stopped', 'network-changed'],
]);

/** `events.log`: one line an event, in English. Messages of errors are left out: nobody knows what they hold. */
export function eventsText(lines: readonly LoggedLine[], redactor: Redactor): string {
  const rows = lines.map(({ at, level, code, text }) => {
    const shown = OUR_LINES.has(code)
      ? redactor.text(withoutDetail(code, text))
      : redactor.hide('message', text);
    const safeCode = /^[\w:-]{1,64}$/.test(code) ? code : redactor.hide('message', code);
    return `${new Date(at).toISOString()} ${level} ${safeCode} ${shown}`.replace(/\p{Cc}/gu, ' ').trimEnd();
  });
  return rows.length === 0 ? '' : `${rows.join('\n')}\n`;
}

/** What the controls found is said with a detail that a stranger may have written. */
function withoutDetail(code: string, text: string): string {
  return code === 'network' ? text.replace(/ \(.*/s, '') : text;
}

/** A few lines for a chat: the code, what was found, and what we are. */
export function chatText(
  { code, sentences, version }: { code: string; sentences: readonly Sentence[]; version: string },
  words: Words,
): string {
  const said = sentences.map(
    (sentence, index) => `${index + 1}. ${spoken(sentence, words)} ${confidenceWords(sentence, words)}`,
  );
  const lines = [`Footbridge ${version}: ${code}`.replace(/: $/, ''), ...said];
  return (said.length === 0 ? [...lines, words.say('report.nothing')] : lines).join('\n');
}

export interface ReadmeContent {
  readonly version: string;
  readonly files: readonly string[];
  readonly hidden: readonly HiddenCount[];
}

/** `README.txt`: what the files are, what was hidden, where people send them. The person's language first. */
export function readmeText({ version, files, hidden }: ReadmeContent, own: Words, english: Words): string {
  const count = hidden.reduce((sum, one) => sum + one.count, 0);
  const inWords = ({ say }: Words): string =>
    [
      say('report.title'),
      '',
      say('report.not-sent'),
      say('report.hidden', { count }),
      '',
      say('report.where-title'),
      ...(['friend', 'helpline', 'ooni'] as const).map((whom) => `- ${say(`report.where-${whom}`)}`),
    ].join('\n');
  const list = hidden.map((one) => `- ${one.kind}: ${one.count}`);
  const exact = [
    `Made by Footbridge ${version}. Files: ${files.join(', ')}.`,
    ...files.flatMap((name) => (ABOUT[name] === undefined ? [] : [`- ${name}: ${ABOUT[name]}`])),
    '',
    'Hidden, each thing always by the same words, such as [address 1]:',
    ...(list.length === 0 ? ['- nothing'] : list),
  ].join('\n');
  const parts = own.language === english.language ? [inWords(english)] : [inWords(own), inWords(english)];
  return `${[...parts, exact].join('\n\n----\n\n')}\n`;
}

const ABOUT: Readonly<Record<string, string>> = {
  'report.html': 'what was found, to be read or printed; every sentence leads to the steps it rests on',
  'measurements.jsonl':
    'the same as data: OONI’s data format 0.2.0 (df-000 … df-008, ts-018, ts-019, ts-020, ts-029), one measurement a line; keys of ours begin with x_; null where nothing was measured (x_not_measured)',
  'events.log': 'what Footbridge did, when',
  'history.jsonl': 'verdicts of the last 90 days on this network, in the same format',
};
