import { join } from 'node:path';
import { readWords } from '../engine/report/words.ts';
import type { ReportSource } from '../report/build.ts';
import { publicEvidence } from '../report/redact/evidence.ts';
import { createRedactor, type PersonalWords } from '../report/redact/redactor.ts';
import { AT } from '../report/testing/records.ts';
import { loadResources } from '../store/resources.ts';

const folder = join(import.meta.dirname, '../../resources');
const resources = loadResources([folder]);
/** Read once: tests make reports by the hundred. */
const words = new Map<string, ReportSource['own']>();
function wordsIn(language: string): ReportSource['own'] {
  const known = words.get(language) ?? readWords([folder], language);
  words.set(language, known);
  return known;
}

export const evidence = publicEvidence(resources, null);

/** What a report is made of, with our own data files, in English unless told otherwise. */
export function sourceOf(
  more: Partial<ReportSource> = {},
  own: PersonalWords = { addresses: [], neighbours: [], words: [] },
  language = 'en',
): ReportSource {
  return {
    probe: { version: '1.2.3', platform: 'linux', country: null, operator: null },
    ...{
      at: AT,
      records: [],
      log: [],
      past: [],
      messengers: resources.messengers,
      others: resources.deepCheck.others,
      operators: resources.operators,
    },
    redaction: { evidence, redactor: createRedactor(evidence, own) },
    parts: ['report.html', 'measurements.jsonl', 'events.log'],
    own: wordsIn(language),
    english: wordsIn('en'),
    ...more,
  };
}
