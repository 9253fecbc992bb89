import type { Confidence } from './confidence.ts';
import type { MessengerRecord, RecordedStep } from './record.ts';
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
  /** What is said where `key` has `{what}`. */
  readonly what?: ReportKey;
  readonly confidence: Confidence;
  readonly support: readonly Support[];
}

/** A sentence in a language, as it is read aloud. */
export function spoken({ about, key, values, what }: Sentence, words: Words): string {
  const said = words.say(key, what === undefined ? values : { ...values, what: words.say(what) });
  if (about === null) return said;
  const purposes = words.list(about.purposes.map((purpose) => words.say(`details.purpose-${purpose}`)));
  return words.say('report.about', { name: about.name, purposes, said });
}

/** How sure we are of a sentence. */
export function confidenceWords({ confidence }: Sentence, words: Words): string {
  return words.say(`report.confidence-${confidence}`);
}

/** How far a step got towards the messenger's own words: what fails late tells more. */
const DEPTH = ['resolve', 'connect', 'proxy', 'tls', 'read', 'dialogue', 'bulk'];

/** The steps a finding rests on, most telling first. */
export function supportOf(
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
