import { NetError } from '../../model/failure.ts';
import type { ResolveOptions } from '../../model/resolver.ts';
import type { Clock } from '../../model/time.ts';
import { withDeadline } from '../deadline.ts';
import { createJoiner } from './joiner.ts';
import type { Query } from './query.ts';
import type { DnsSession, OpenSession } from './session.ts';

export interface SessionKeeperOptions {
  readonly open: OpenSession;
  readonly clock: Clock;
  /** Milliseconds (of real time) an unused session is kept. */
  readonly idleMs?: number;
  /** Milliseconds a session from an earlier query may stay silent before it is taken for dead. */
  readonly patienceMs?: number;
}

export interface SessionKeeper {
  exchange(query: Query, options: ResolveOptions): Promise<Uint8Array>;
  close(): void;
}

interface Kept {
  readonly session: DnsSession;
  busy: number;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Keeps one session for all queries: opened by the first, shared by those that come meanwhile, closed when idle.
 * A session that died between two queries, or that a change of network has silenced, is replaced and the query
 * sent again, once: asking twice does no harm.
 */
export function createSessionKeeper({
  open,
  clock,
  idleMs = 10_000,
  patienceMs = 1_500,
}: SessionKeeperOptions): SessionKeeper {
  const opening = createJoiner<Kept>();
  let current: Kept | undefined;

  const retire = (kept: Kept) => {
    clearTimeout(kept.idle);
    if (current === kept) current = undefined;
    kept.session.close();
  };

  const rest = (kept: Kept) => {
    if (kept.session.isClosed()) retire(kept);
    else {
      kept.session.hold(false);
      // The session's own rest, not the query's time: the clock's sleep would keep the process alive.
      kept.idle = setTimeout(retire, idleMs, kept).unref();
    }
  };

  const exchangeOn = async (kept: Kept, query: Query, signal: AbortSignal) => {
    clearTimeout(kept.idle);
    kept.busy += 1;
    kept.session.hold(true);
    try {
      return await kept.session.exchange(query, signal);
    } finally {
      kept.busy -= 1;
      if (kept.busy === 0) rest(kept);
    }
  };

  const openFor = ({ signal, trace }: ResolveOptions) =>
    opening.join(
      'session',
      async (untilAllLeft) => {
        const session = await open({ signal: untilAllLeft, ...(trace && { trace }) });
        const kept: Kept = { session, busy: 0, idle: undefined };
        current = kept;
        rest(kept);
        return kept;
      },
      signal,
    );

  return {
    async exchange(query, { signal, trace }) {
      const used = current;
      if (used !== undefined && !used.session.isClosed()) {
        const patience = { signal, ms: patienceMs, operation: 'resolve', clock } as const;
        try {
          return await withDeadline(patience, (limited) => exchangeOn(used, query, limited));
        } catch (error) {
          signal.throwIfAborted();
          if (!(error instanceof NetError)) throw error;
          retire(used);
        }
      }
      return exchangeOn(await openFor({ signal, ...(trace && { trace }) }), query, signal);
    },
    close() {
      opening.clear();
      if (current !== undefined) retire(current);
    },
  };
}
