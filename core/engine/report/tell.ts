import type { EngineEvent } from '../../contract.ts';
import { recordDeep } from '../../report/collect.ts';
import { confidenceWords, spoken } from '../../report/sentence.ts';
import { sentencesOf } from '../../report/sentences.ts';
import { lookCloser } from '../closer-look.ts';
import type { EngineOptions, House } from '../open.ts';
import { ENGLISH, readWords } from './words.ts';

/** One thing a closer look found. */
export interface Told {
  readonly test: string;
  readonly subject: string | null;
  readonly verdict: string;
  readonly names: readonly string[];
  readonly confidence: string;
}

/** Looks more closely and says what was found: as data, and as sentences in English. Rejects only when aborted. */
export async function tellCloserLook(
  { clock, resourceFolders }: Pick<EngineOptions, 'clock' | 'resourceFolders'>,
  { parts, resources }: Pick<House, 'parts' | 'resources'>,
  { emit, signal }: { readonly emit: (event: EngineEvent) => void; readonly signal: AbortSignal },
): Promise<{ readonly found: readonly Told[]; readonly sentences: readonly string[] }> {
  const measured = await lookCloser(parts(emit), { signal, onProgress: () => undefined });
  const moment = { now: clock.now(), monotonic: clock.monotonic() };
  const records = measured.map((measurement) => recordDeep(measurement, moment));
  const named = [...resources.messengers, ...resources.deepCheck.others];
  const words = readWords(resourceFolders, ENGLISH);
  return {
    found: records.flatMap(({ test, subject, results }) =>
      results.map(({ verdict, names, sureness }) => ({
        test,
        subject,
        verdict,
        names,
        confidence: sureness,
      })),
    ),
    sentences: sentencesOf(records, { messengers: named, operators: resources.operators }).map(
      (sentence) => `${spoken(sentence, words)} ${confidenceWords(sentence, words)}`,
    ),
  };
}
