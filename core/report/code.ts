import { CAUSES } from '../model/verdict.ts';
import type { ReportRecord } from './record.ts';

/** First letters, as docs/verdicts.md lists them; X for what is not in the list. */
const LETTERS: Readonly<Record<string, string>> = {
  whatsapp: 'W',
  telegram: 'T',
  signal: 'S',
  'facebook-messenger': 'F',
  discord: 'D',
  viber: 'V',
  matrix: 'E',
  session: 'O',
  simplex: 'P',
};
const ORDER = ['N', ...Object.values(LETTERS), 'X'];
const FINE = '00';
/** Letters that are told apart on the phone. */
const CHECK = 'ABCDEFHKLMNPRSTUX';

/**
 * What was found in a few letters and numbers that can be read on the phone: `N00 W01 T02 S00 K`. N is the network; a number is
 * the first cause's place in docs/verdicts.md, 00 where it works; the last letter tells a misheard code.
 */
export function shortCode(records: readonly ReportRecord[]): string {
  const worst = new Map<string, number>();
  for (const record of records) {
    if (record.kind === 'deep') continue;
    const letter = record.kind === 'network' ? 'N' : (LETTERS[record.messenger] ?? 'X');
    const first = record.kind === 'network' ? record.finding : record.findings[0];
    const isOpen = record.kind === 'messenger' && record.state === 'unknown' && first === undefined;
    const cause = isOpen ? 'unknown' : first?.cause;
    const number = cause === undefined ? 0 : CAUSES.indexOf(cause) + 1;
    const before = worst.get(letter) ?? 0;
    worst.set(letter, before === 0 ? number : number === 0 ? before : Math.min(before, number));
  }
  const inOrder = [...worst].sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const groups = inOrder.map(
    ([letter, number]) => `${letter}${number === 0 ? FINE : String(number).padStart(2, '0')}`,
  );
  return groups.length === 0 ? '' : `${groups.join(' ')} ${checkLetter(groups.join(''))}`;
}

function checkLetter(text: string): string {
  const sum = [...text].reduce((sofar, letter, index) => sofar + letter.charCodeAt(0) * (index + 1), 0);
  return CHECK[sum % CHECK.length] ?? '';
}
