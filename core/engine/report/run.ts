import type { EngineEvent, ReportWish } from '../../contract.ts';
import type { RivalView } from '../../model/rivals.ts';
import { packReport, type Report } from '../../report/build.ts';
import type { LoggedLine } from '../../report/texts.ts';
import { runCheck } from '../check.ts';
import { lookCloser } from '../closer-look.ts';
import { logLine } from '../host/log-line.ts';
import { NOBODY } from '../observer.ts';
import type { EngineOptions, House } from '../open.ts';
import { createReportBook } from './book.ts';
import { createKeeping } from './keep-history.ts';
import { makeReport } from './make.ts';
import { surroundings } from './personal.ts';

/** Lines kept of a check's log: it has far fewer. */
const MOST_LINES = 500;

export interface RunReport {
  readonly report: Report;
  readonly file: { readonly name: string; readonly bytes: Buffer };
}

/** Measures on the plain way and keeps the verdicts, as `check` does, looks more closely where `isDeep`, and makes a report of it. Rejects only when aborted. */
export async function runReport(
  options: EngineOptions,
  house: House,
  wish: ReportWish,
  {
    emit,
    signal,
    isDeep,
  }: {
    readonly emit: (event: EngineEvent) => void;
    readonly signal: AbortSignal;
    readonly isDeep: boolean;
  },
): Promise<RunReport> {
  const { clock } = options;
  const { keep, kept } = createKeeping(house, clock);
  const book = createReportBook(clock, keep);
  const log: LoggedLine[] = [];
  let rivals: readonly RivalView[] = [];
  const heard = (event: EngineEvent): void => {
    if (event.event === 'rivals') rivals = event.found;
    const line = logLine(event);
    if (line !== null && log.length < MOST_LINES) log.push({ at: Math.max(0, clock.now()), ...line });
    emit(event);
  };
  const observer = { ...NOBODY, ...book };
  await runCheck(house.parts(heard, observer), signal).finally(kept);
  if (isDeep) {
    const parts = house.parts(heard, observer);
    book.onDeep(await lookCloser(parts, { signal, onProgress: () => undefined }));
  }
  const material = { records: book.records(), log, rivals, surroundings: surroundings(process.env) };
  const { report, at } = await makeReport(options, house, wish, material);
  return { report, file: packReport(report, at) };
}
