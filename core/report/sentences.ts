import type { Messenger } from '../model/messenger.ts';
import { type RivalView, rivalsThatMatter } from '../model/rivals.ts';
import type { Cause } from '../model/verdict.ts';
import { type Confidence, confidenceOf } from './confidence.ts';
import type {
  MessengerRecord,
  NetworkRecord,
  RecordedFinding,
  RecordedStep,
  ReportRecord,
} from './record.ts';
import type { ReportKey, Words } from './words.ts';

/** A step that supports a sentence: the place of its record among the report's, and its own in there. */
export interface Support {
  readonly record: number;
  readonly step: number;
}

/** One thing a report says, in no language yet. */
export interface Sentence {
  /** What it is about: a messenger's name and the purposes, or nobody where it is the whole network. */
  readonly about: { readonly name: string; readonly purposes: readonly MessengerRecord['purpose'][] } | null;
  readonly key: ReportKey;
  readonly values: Readonly<Record<string, string>>;
  readonly confidence: Confidence;
  readonly support: readonly Support[];
}

const HERE = 'this-computer: ';

/** What the records say: the network first, then what does not work, then what does; the same of several purposes once;
 * at last other programs that may be why. */
export function sentencesOf(
  records: readonly ReportRecord[],
  messengers: readonly Pick<Messenger, 'id' | 'name'>[],
  rivals: readonly RivalView[] = [],
): readonly Sentence[] {
  const sentences = records.flatMap((record, index): readonly Sentence[] =>
    record.kind === 'network'
      ? [networkSentence(record, index)]
      : messengerSentences(record, index, nameOf(record.messenger, messengers)),
  );
  return [
    ...merged(sentences).toSorted((a, b) => placeOf(a) - placeOf(b)),
    ...rivalsThatMatter(rivals, causesIn(records)).map(rivalSentence),
  ];
}

function causesIn(records: readonly ReportRecord[]): readonly Cause[] {
  return records.flatMap((record) =>
    record.kind === 'network' ? (record.finding?.cause ?? []) : record.findings.map(({ cause }) => cause),
  );
}

/** It was seen running; what it does is known of it. */
function rivalSentence({ name, kind }: RivalView): Sentence {
  return { about: null, key: `causes.rival-${kind}`, values: { name }, confidence: 'high', support: [] };
}

function placeOf({ about, key }: Sentence): number {
  if (about === null) return 0;
  return key === 'report.works' || key === 'report.answers' ? 2 : 1;
}

/** A sentence in a language, as it is read aloud. */
export function spoken({ about, key, values }: Sentence, words: Words): string {
  const said = words.say(key, values);
  if (about === null) return said;
  const purposes = words.list(about.purposes.map((purpose) => words.say(`details.purpose-${purpose}`)));
  return words.say('report.about', { name: about.name, purposes, said });
}

/** How sure we are of a sentence. */
export function confidenceWords({ confidence }: Sentence, words: Words): string {
  return words.say(`report.confidence-${confidence}`);
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

/** How far a step got towards the messenger's own words: what fails late tells more. */
const DEPTH = ['resolve', 'connect', 'proxy', 'tls', 'read', 'dialogue', 'bulk'];

/** The steps a finding rests on, most telling first. */
function supportOf(
  steps: readonly RecordedStep[],
  places: readonly number[],
  record: number,
): readonly Support[] {
  const rank = (place: number): number => {
    const step = steps[place];
    return step === undefined || step.failure === null ? -1 : DEPTH.indexOf(step.operation);
  };
  return places.toSorted((a, b) => rank(b) - rank(a) || a - b).map((step) => ({ record, step }));
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
    const { about, key, values, confidence } = sentence;
    const place = JSON.stringify([about?.name ?? null, key, values, confidence]);
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
