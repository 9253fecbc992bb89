import { platform } from 'node:os';
import type { ReportWish } from '../../contract.ts';
import { guessCountry } from '../../measure/guess-country.ts';
import type { RivalView } from '../../model/rivals.ts';
import { buildReport, type Report } from '../../report/build.ts';
import type { ReportRecord } from '../../report/record.ts';
import { publicEvidence } from '../../report/redact/evidence.ts';
import { createRedactor } from '../../report/redact/redactor.ts';
import type { LoggedLine } from '../../report/texts.ts';
import type { EngineOptions, House } from '../open.ts';
import { VERSION } from '../version.ts';
import { personalWords, type Surroundings } from './personal.ts';
import { ENGLISH, readWords } from './words.ts';

export interface ReportMaterial {
  readonly records: readonly ReportRecord[];
  readonly log: readonly LoggedLine[];
  readonly rivals: readonly RivalView[];
  readonly surroundings: Surroundings;
}

/** What of all that is kept a report needs. */
type ReportHouse = Pick<House, 'resources' | 'servers' | 'readNetwork' | 'history' | 'networkKey'>;

/** Makes a report of what was measured. Asks nobody on the network for anything. */
export async function makeReport(
  options: Pick<EngineOptions, 'home' | 'resourceFolders' | 'clock' | 'timeZone'>,
  { resources, servers, readNetwork, history, networkKey }: ReportHouse,
  { language, parts, tellsCountry, operator }: ReportWish,
  { records, log, rivals, surroundings }: ReportMaterial,
): Promise<{ readonly report: Report; readonly at: number }> {
  const { home, resourceFolders, clock, timeZone } = options;
  const own = personalWords(surroundings, home, await readNetwork(false), servers.kept());
  const at = Math.max(0, clock.now());
  const country = tellsCountry ? (guessCountry(timeZone, resources.controls) ?? null) : null;
  const evidence = publicEvidence(resources, country);
  const report = buildReport({
    probe: {
      version: VERSION,
      platform: platform(),
      country,
      operator: operator === '' ? null : operator,
    },
    ...{ at, records, log, rivals, parts },
    past: parts.includes('history.jsonl') ? history.of(await networkKey()) : [],
    messengers: resources.messengers,
    others: resources.deepCheck.others,
    operators: resources.operators,
    redaction: { evidence, redactor: createRedactor(evidence, own) },
    own: readWords(resourceFolders, language),
    english: readWords(resourceFolders, ENGLISH),
  });
  return { report, at };
}
