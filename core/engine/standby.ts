import type { ServerChecks } from '../finder/server-check.ts';
import type { Standings } from '../finder/standing.ts';
import type { HostPort } from '../model/address.ts';
import type { Clock, Random } from '../model/time.ts';
import type { Transport } from '../model/transport.ts';

/** Between two looks at servers that nothing goes through. Milliseconds. */
const LOOK_MS = 600_000;
/** Handshakes a look may take until one is found that would do. */
const MOST_CHECKS = 3;

export interface StandbyParts {
  readonly servers: () => readonly Transport[];
  /** Servers that messengers go through now. */
  readonly inUse: () => readonly Transport[];
  /** Where a messenger is. */
  readonly target: () => HostPort | undefined;
  readonly standings: Standings;
  /** Checks that begin anew. */
  readonly checks: () => ServerChecks;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * While messengers go through a server, sees to it that another one is known to let us through should that one die: by one
 * handshake every ten minutes, and one more with a server that has failed and rested since. Rejects when aborted.
 */
export async function keepStandby(parts: StandbyParts, signal: AbortSignal): Promise<never> {
  const { clock, random } = parts;
  for (;;) {
    await clock.sleep(LOOK_MS * (1 + 0.5 * random.uniform()), signal);
    await look(parts, signal);
  }
}

async function look(
  { servers, inUse, target, standings, checks }: StandbyParts,
  signal: AbortSignal,
): Promise<void> {
  const used = new Set(inUse().map(({ id }) => id));
  const place = target();
  if (used.size === 0 || place === undefined) return;
  const idle = standings.rank(servers()).filter(({ id }) => !used.has(id) && !standings.isResting(id));
  const book = checks();
  const letsThrough = async (server: Transport): Promise<boolean> => {
    const fault = await book.check(server, place, { signal, trace: () => undefined });
    if (fault === null) standings.reached(server.id);
    return fault === null;
  };
  const [rested] = idle.filter(({ id }) => standings.isDown(id));
  for (const server of idle.filter(({ id }) => !standings.isDown(id)).slice(0, MOST_CHECKS)) {
    if (await letsThrough(server)) break;
  }
  if (rested !== undefined) await letsThrough(rested);
}
