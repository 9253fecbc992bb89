import type { Clock, Random } from '../../model/time.ts';
import type { Expression } from '../../transports/expression.ts';

const MOST_PROPOSALS = 200;
const KEPT_MS = 3_600_000;
const TOKEN_BYTES = 16;

/** What was proposed and not accepted: in memory alone, under a token that cannot be guessed. */
export interface Proposals<T = Expression> {
  /** Keeps it for an hour, or until 200 newer ones came; the token it lies under. */
  keep(proposed: T): string;
  find(token: string): T | undefined;
  forget(token: string): void;
  clear(): void;
}

/** Ages by the monotonic clock. */
export function createProposals<T = Expression>(clock: Clock, random: Random): Proposals<T> {
  const kept = new Map<string, { readonly proposed: T; readonly at: number }>();

  function dropOld(): void {
    const now = clock.monotonic();
    for (const [token, { at }] of kept) {
      if (now - at < KEPT_MS && kept.size < MOST_PROPOSALS) break;
      kept.delete(token);
    }
  }

  return {
    keep(proposed) {
      dropOld();
      const token = Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');
      kept.set(token, { proposed, at: clock.monotonic() });
      return token;
    },
    find(token) {
      const found = kept.get(token);
      return found !== undefined && clock.monotonic() - found.at < KEPT_MS ? found.proposed : undefined;
    },
    forget: (token) => void kept.delete(token),
    clear: () => kept.clear(),
  };
}
