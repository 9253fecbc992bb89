import type { Messenger } from '../model/messenger.ts';
import type { Operator } from '../model/operators.ts';
import { type RivalView, rivalsThatMatter } from '../model/rivals.ts';
import type { Cause } from '../model/verdict.ts';
import { confidenceOf } from './confidence.ts';
import { deepSentences } from './deep-sentences.ts';
import type { MessengerRecord, NetworkRecord, RecordedFinding, ReportRecord } from './record.ts';
import { type Sentence, supportOf } from './sentence.ts';

const HERE = 'this-computer: ';

/** What sentences are made of beside the records. */
interface Known {
  readonly messengers: readonly Pick<Messenger, 'id' | 'name'>[];
  readonly operators?: readonly Pick<Operator, 'id' | 'name'>[];
  readonly rivals?: readonly RivalView[] | undefined;
}

/**
 * What the records say: the network first, then what does not work, then what does; the same of several purposes once. What a
 * closer look found comes after it, what is wrong before what is well; at last other programs that may be why.
 */
export function sentencesOf(
  records: readonly ReportRecord[],
  { messengers, operators = [], rivals = [] }: Known,
): readonly Sentence[] {
  const sentences = records.flatMap((record, index): readonly Sentence[] => {
    if (record.kind === 'network') return [networkSentence(record, index)];
    if (record.kind === 'deep') return deepSentences(record, index, { messengers, operators });
    return messengerSentences(record, index, nameOf(record.messenger, messengers));
  });
  return [
    ...merged(sentences).toSorted((a, b) => placeOf(a) - placeOf(b)),
    ...rivalsThatMatter(rivals, causesIn(records)).map(rivalSentence),
  ];
}

function causesIn(records: readonly ReportRecord[]): readonly Cause[] {
  return records.flatMap((record) => {
    if (record.kind === 'deep') return [];
    return record.kind === 'network'
      ? (record.finding?.cause ?? [])
      : record.findings.map(({ cause }) => cause);
  });
}

/** It was seen running; what it does is known of it. */
function rivalSentence({ name, kind }: RivalView): Sentence {
  return { about: null, key: `causes.rival-${kind}`, values: { name }, confidence: 'high', support: [] };
}

function placeOf({ about, key }: Sentence): number {
  if (key.startsWith('deep.')) return key.startsWith('deep.open') ? 5 : key.endsWith('-fine') ? 4 : 3;
  if (about === null) return 0;
  return key === 'report.works' || key === 'report.answers' ? 2 : 1;
}

function networkSentence({ finding, ...record }: NetworkRecord, index: number): Sentence {
  if (finding === null) return { ...fine(index, []), about: null, key: 'report.network-fine', values: {} };
  return {
    about: null,
    key: `causes.net-${finding.cause}-title`,
    values: {},
    confidence: confidenceOf({ finding, ...record }, finding),
    support: supportOf(record.steps, finding.steps, index),
  };
}

function messengerSentences(record: MessengerRecord, index: number, name: string): readonly Sentence[] {
  const about = { name, purposes: [record.purpose] };
  if (record.state === 'reachable' || record.state === 'answers') {
    const key = record.state === 'reachable' ? 'report.works' : 'report.answers';
    return [
      {
        ...fine(
          index,
          record.steps.map((_, step) => step),
        ),
        about,
        key,
        values: { name },
      },
    ];
  }
  if (record.findings.length === 0) {
    return [{ about, key: 'causes.why-unknown', values: { name }, confidence: 'none', support: [] }];
  }
  return record.findings.map((finding) => ({
    about,
    ...why(finding, name),
    confidence: confidenceOf(record, finding),
    support: supportOf(record.steps, finding.steps, index),
  }));
}

function fine(record: number, steps: readonly number[]) {
  return { confidence: 'high' as const, support: steps.map((step) => ({ record, step })) };
}

function why({ cause, detail }: RecordedFinding, name: string): Pick<Sentence, 'key' | 'values'> {
  if (cause !== 'intercepted' || detail === undefined)
    return { key: `causes.why-${cause}`, values: { name } };
  const isHere = detail.startsWith(HERE);
  const issuer = isHere ? detail.slice(HERE.length) : detail;
  const isHidden = issuer.startsWith('[certificate issuer ');
  if (isHere) {
    return isHidden
      ? { key: 'causes.why-intercepted-here', values: {} }
      : { key: 'causes.why-intercepted-here-by', values: { issuer } };
  }
  return isHidden
    ? { key: 'causes.why-intercepted', values: { name } }
    : { key: 'causes.why-intercepted-by', values: { name, issuer } };
}

function nameOf(id: string, messengers: readonly Pick<Messenger, 'id' | 'name'>[]): string {
  return messengers.find((messenger) => messenger.id === id)?.name ?? id;
}

function merged(sentences: readonly Sentence[]): readonly Sentence[] {
  const known = new Map<string, Sentence>();
  for (const sentence of sentences) {
    const { about, key, values, what, confidence } = sentence;
    const place = JSON.stringify([about?.name ?? null, key, values, what ?? null, confidence]);
    const before = known.get(place);
    known.set(place, before === undefined ? sentence : both(before, sentence));
  }
  return [...known.values()];
}

function both(one: Sentence, other: Sentence): Sentence {
  if (one.about === null || other.about === null) return one;
  const purposes = [...new Set([...one.about.purposes, ...other.about.purposes])];
  return {
    ...one,
    about: { name: one.about.name, purposes },
    support: [...one.support, ...other.support],
  };
}
