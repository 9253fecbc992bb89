import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Failure } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import type { Trace } from '../model/trace.ts';
import type { RelayEnd, RelayWatch } from './relay.ts';

/** Reports one ReadStep: the first server bytes after the client's first ones, or how they failed to come. */
export function answerTrace({
  server,
  trace,
  clock,
  patience,
}: {
  server: Duplex;
  trace: Trace;
  clock: Clock;
  /** Milliseconds: a client that leaves unanswered after so long met silence, an earlier one merely left. */
  patience: number;
}): RelayWatch & { ended(end: RelayEnd): void } {
  const address = server instanceof Socket ? server.remoteAddress : undefined;
  let askedAt: number | undefined;
  let isTold = false;
  const tell = (startedAt: number, bytes: number, failure: Failure | null): void => {
    if (isTold) return;
    isTold = true;
    const endedAt = clock.monotonic();
    trace({ operation: 'read', startedAt, endedAt, failure, bytes, ...(address && { address }) });
  };
  return {
    up() {
      askedAt ??= clock.monotonic();
    },
    down(chunk) {
      tell(askedAt ?? clock.monotonic(), chunk.length, null);
    },
    ended({ error, firstToEnd }) {
      if (askedAt === undefined) return;
      const wasSilent = clock.monotonic() - askedAt >= patience;
      const left = wasSilent ? 'generic_timeout_error' : 'interrupted';
      tell(askedAt, 0, error?.failure ?? (firstToEnd === 'server' ? 'eof_error' : left));
    },
  };
}
