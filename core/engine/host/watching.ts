import type { Clock } from '../../model/time.ts';
import type { Observer } from '../observer.ts';
import type { ReportBook } from '../report/book.ts';
import type { Desk } from './desk.ts';
import type { HostEvent } from './model.ts';

/** One connection's way to the desk, which closes when the connection does: what comes late is not told. */
export interface Watching {
  readonly observer: Observer;
  tell(event: HostEvent): void;
  end(): void;
}

/** Turns what a connection's observer is told into events, and has what was measured written down. */
export function watchConnection(desk: Desk, clock: Clock, book: ReportBook, tellWays: () => void): Watching {
  let isOver = false;
  const now = () => Math.max(0, clock.now());
  const tell = (event: HostEvent): void => {
    if (!isOver) desk.tell(event);
  };
  return {
    tell,
    end() {
      isOver = true;
    },
    observer: {
      onVerdict(verdict, attempts) {
        if (!isOver) book.onVerdict(verdict, attempts);
      },
      onNetwork(verdict) {
        if (!isOver) book.onNetwork(verdict);
      },
      onStep: (key, { label }, step) => tell({ event: 'step', key, transport: label, step }),
      onSearch(keys, isAsked) {
        tell({ event: 'search-began', keys, isAsked });
        return () => tell({ event: 'search-ended', keys, isAsked, at: now() });
      },
      onNetworkChanged() {
        if (!isOver) book.clear();
        tell({ event: 'network-changed' });
      },
      onServers() {
        if (!isOver) tellWays();
      },
      onDropped: (key) => tell({ event: 'dropped', key }),
      traffic: {
        passed({ messenger }, up, down) {
          if (!isOver) desk.passed(messenger, up, down);
        },
        inUse: ({ messenger }) => tell({ event: 'in-use', messenger, at: now() }),
      },
    },
  };
}
