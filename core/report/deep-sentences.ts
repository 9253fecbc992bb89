import type { Messenger } from '../model/messenger.ts';
import type { Operator } from '../model/operators.ts';
import type { DeepRecord, RecordedResult } from './record.ts';
import { type Sentence, supportOf } from './sentence.ts';

export interface Names {
  readonly messengers: readonly Pick<Messenger, 'id' | 'name'>[];
  readonly operators: readonly Pick<Operator, 'id' | 'name'>[];
}

/** Names that a sentence says; the data holds them all. */
const MOST_SAID = 6;

/** What one test of a closer look says. `index` is its record's place among the report's. */
export function deepSentences(record: DeepRecord, index: number, names: Names): readonly Sentence[] {
  const { test, subject, results, steps } = record;
  const name = names.messengers.find(({ id }) => id === subject)?.name ?? subject ?? '';
  return results.map((result): Sentence => {
    const { verdict, sureness } = result;
    const common = { about: null, confidence: sureness, support: supportOf(steps, result.steps, index) };
    if (verdict === 'open') {
      const key = subject === null ? 'deep.open' : 'deep.open-of';
      return { ...common, key, values: { name }, what: `deep.title-${test}` };
    }
    return { ...common, key: `deep.${verdict}`, values: { name, ...valuesOf(result, names) } };
  });
}

function valuesOf({ names, count = 0, all = 0 }: RecordedResult, { operators }: Names) {
  const said = names.slice(0, MOST_SAID).map((name) => bookName(name, operators));
  const more = names.length > MOST_SAID ? [`+${names.length - MOST_SAID}`] : [];
  return { names: [...said, ...more].join(', '), count: String(count), all: String(all) };
}

const WAYS: Readonly<Record<string, string>> = { udp: 'UDP', tcp: 'TCP', dot: 'DoT', doh: 'DoH' };

/** `doh:quad9` by its operator's name; hosts are their own. */
function bookName(name: string, operators: Names['operators']): string {
  const [way = '', id = ''] = name.split(':');
  const operator = operators.find((one) => one.id === id);
  return operator === undefined ? name : `${operator.name} (${WAYS[way] ?? way})`;
}
