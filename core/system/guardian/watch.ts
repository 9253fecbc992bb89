import type { ProcessMark } from '../process.ts';
import { type GuardianCommand, type GuardianProcess, startGuardian } from './guardian.ts';

/** What kills every guardian is not fought without end. */
const MOST_LOST = 5;

export interface WatchOptions {
  readonly command: GuardianCommand;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** It was killed: somebody may `begin` again. */
  readonly onLost: () => void;
}

/** A guardian for as long as something is changed. */
export interface Watch {
  /** The one at work, started where there is none. Rejects where none comes up. */
  begin(): Promise<ProcessMark>;
  /** Everything was put back. */
  end(): void;
}

/** Nobody watches yet. */
export function createWatch({ command, now, onLost }: WatchOptions): Watch {
  let current: { readonly guardian: GuardianProcess; readonly mark: ProcessMark } | undefined;
  let lost = 0;
  return {
    async begin() {
      if (current !== undefined) return current.mark;
      const guardian = await startGuardian(command);
      const started = { guardian, mark: { id: guardian.id, startedAt: now() } };
      current = started;
      void guardian.ended.then(() => {
        if (current !== started) return;
        current = undefined;
        lost += 1;
        if (lost <= MOST_LOST) onLost();
      });
      return started.mark;
    },
    end() {
      const { guardian } = current ?? {};
      current = undefined;
      guardian?.release();
    },
  };
}
