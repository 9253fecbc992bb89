import type { Past, ReportWish, StreamItem } from '../../contract.ts';
import { packReport } from '../../report/build.ts';
import type { HistoryEntry } from '../../store/history.ts';
import type { EngineOptions, House } from '../open.ts';
import type { ReportBook } from '../report/book.ts';
import { makeReport } from '../report/make.ts';
import { surroundings } from '../report/personal.ts';
import type { Desk } from './desk.ts';
import { type Handlers, refused } from './outcomes.ts';

/** What the contract lets a preview hold of one file. Characters. */
const LONGEST_PREVIEW = 200_000;
/** What the contract lets a timeline hold. */
const MOST_PAST = 500;
/** What the contract lets a packed report be. Bytes. */
const LARGEST_PACKED = 1_000_000;

/** Commands about reports: both make the same one, and ask nobody on the network for anything. */
export function createReportCommands(
  options: EngineOptions,
  desk: Desk,
  house: () => House,
  book: ReportBook,
): Pick<Handlers, 'pastVerdicts' | 'previewReport' | 'packReport'> {
  const make = (wish: ReportWish) =>
    makeReport(options, house(), wish, {
      records: book.records(),
      log: logOf(desk),
      rivals: desk.model().rivals,
      surroundings: surroundings(process.env),
    });

  return {
    async pastVerdicts() {
      const { history, networkKey } = house();
      const past = history.of(await networkKey()).slice(-MOST_PAST);
      return { ok: true, value: { past: past.map(withoutNetwork) } };
    },
    async previewReport(wish) {
      const { report } = await make(wish);
      const files = report.files.map(({ name, text }) => ({
        name,
        bytes: Buffer.byteLength(text),
        text: text.slice(0, LONGEST_PREVIEW),
        isWhole: text.length <= LONGEST_PREVIEW,
      }));
      const { code, text, hidden } = report;
      return { ok: true, value: { files, hidden: [...hidden], code, text: text.slice(0, 4096) } };
    },
    async packReport(wish) {
      const { report, at } = await make(wish);
      const { name, bytes } = packReport(report, at);
      if (bytes.length > LARGEST_PACKED) return refused('too-many');
      return { ok: true, value: { name, base64: bytes.toString('base64') } };
    },
  };
}

/** A network's name, even a keyed hash of it, is nothing for a screen. */
function withoutNetwork({ at, messenger, purpose, state, causes }: HistoryEntry): Past {
  return { at, messenger, purpose, state, causes };
}

/** The lines that are kept; watching hands them over at once. */
function logOf(desk: Desk): readonly StreamItem<'log'>[] {
  let kept: readonly StreamItem<'log'>[] = [];
  desk.watchStream('log', (items) => {
    kept = items;
  })();
  return kept;
}
