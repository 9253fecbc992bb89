import type { Failure } from '../model/failure.ts';
import type { Clock, Random } from '../model/time.ts';
import type { Transport } from '../model/transport.ts';
import { OWN_FAULTS } from './server-check.ts';

/** How a server did on one network. */
export interface ServerStanding {
  /** How long it took to prove a messenger's purpose through it, the last ones counting most; null where none was. */
  readonly seconds: number | null;
  /** Failures in a row since. */
  readonly failures: number;
  /** When it last worked or failed, in milliseconds since 1970. */
  readonly at: number;
}

/** Servers by how they did here, best first. */
export interface Standings {
  /** A messenger's purpose was proven through it. */
  worked(id: string, seconds: number): void;
  /** It let us through. */
  reached(id: string): void;
  /** It did not let us through: by its own fault, or, where the failure says so, to one target alone. */
  failed(id: string, failure: Failure): void;
  /** It let us through, and a messenger's purpose was not proven. */
  fellShort(id: string): void;
  /** Whether it did not work the last time. */
  isDown(id: string): boolean;
  /** Whether it failed so lately that it is left alone for now. */
  isResting(id: string): boolean;
  /** Proven ones first, the quicker before the slower; then those nobody tried, in the given order; then those that failed. */
  rank(servers: readonly Transport[]): readonly Transport[];
  /** Begins with what is known of another network. */
  recall(known: Readonly<Record<string, ServerStanding>> | undefined): void;
  /** What is to be kept of this one. */
  toKeep(): Record<string, ServerStanding>;
}

/** After a failure, then twice as long, and so on. Milliseconds. */
const FIRST_REST_MS = 20_000;
const LONGEST_REST_MS = 600_000;
const JITTER = 0.25;
/** What a server did longer ago says nothing. Milliseconds. */
const PROOF_HOLDS_MS = 14 * 86_400_000;
const FAILURE_HOLDS_MS = 86_400_000;
/** What the latest proof counts for. */
const WEIGHT = 0.4;
const MOST_KEPT = 100;

/** An empty book of standings. */
export function createStandings(clock: Clock, random: Random): Standings {
  let known = new Map<string, ServerStanding>();
  /** Drawn once for each failure. */
  const rests = new Map<string, number>();

  const current = (id: string): ServerStanding | undefined => {
    const standing = known.get(id);
    if (standing === undefined) return undefined;
    const age = clock.now() - standing.at;
    const holds = standing.failures > 0 ? FAILURE_HOLDS_MS : PROOF_HOLDS_MS;
    return age < holds ? standing : undefined;
  };

  function note(id: string, change: (before: ServerStanding) => Omit<ServerStanding, 'at'>): void {
    const before = current(id) ?? { seconds: null, failures: 0, at: 0 };
    known.set(id, { ...change(before), at: clock.now() });
    rests.delete(id);
  }

  function restOf(id: string, failures: number): number {
    const draw = rests.get(id) ?? random.uniform();
    rests.set(id, draw);
    const rest = Math.min(FIRST_REST_MS * 2 ** Math.min(failures - 1, 16), LONGEST_REST_MS);
    return rest * (1 + JITTER * draw);
  }

  const fail = (id: string) => note(id, ({ seconds, failures }) => ({ seconds, failures: failures + 1 }));
  // One that carries another messenger is no worse for it.
  const fellShort = (id: string) => {
    if ((current(id)?.seconds ?? null) === null) fail(id);
  };
  return {
    worked: (id, seconds) =>
      note(id, (before) => ({
        seconds: before.seconds === null ? seconds : before.seconds * (1 - WEIGHT) + seconds * WEIGHT,
        failures: 0,
      })),
    // A handshake says little of one that never carried anything.
    reached: (id) =>
      note(id, ({ seconds, failures }) => ({ seconds, failures: seconds === null ? failures : 0 })),
    failed: (id, failure) => (OWN_FAULTS.has(failure) ? fail(id) : fellShort(id)),
    fellShort,
    isDown: (id) => (current(id)?.failures ?? 0) > 0,
    isResting(id) {
      const { failures = 0, at = 0 } = current(id) ?? {};
      const age = clock.now() - at;
      // A clock that was set back must not keep a server out for long.
      return failures > 0 && age >= 0 && age < restOf(id, failures);
    },
    rank(servers) {
      const places = new Map(servers.map((server, place) => [server, place]));
      const keyOf = (server: Transport) => [...classOf(current(server.id)), places.get(server) ?? 0];
      const keys = new Map(servers.map((server) => [server, keyOf(server)]));
      return servers.toSorted((a, b) => compare(keys.get(a) ?? [], keys.get(b) ?? []));
    },
    recall(saved) {
      known = new Map(Object.entries(saved ?? {}));
      rests.clear();
    },
    toKeep() {
      const held = [...known].filter(([id]) => current(id) !== undefined);
      return Object.fromEntries(held.sort(([, a], [, b]) => b.at - a.at).slice(0, MOST_KEPT));
    },
  };
}

/** Twice as quick is better; a little quicker is chance, and the person's order decides. */
function classOf(standing: ServerStanding | undefined): readonly number[] {
  if (standing === undefined) return [1, 0];
  if (standing.failures > 0) return [2, standing.failures];
  return standing.seconds === null ? [1, 0] : [0, Math.round(Math.log2(Math.max(0.1, standing.seconds)))];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [place, value] of a.entries()) {
    const difference = value - (b[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
