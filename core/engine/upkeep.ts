import { refreshLists } from './lists/refresher.ts';
import { fetchOver } from './lists/ways.ts';
import type { EngineParts } from './parts.ts';
import type { Session } from './session.ts';
import { keepStandby } from './standby.ts';

interface Upkeep {
  readonly parts: EngineParts;
  readonly session: Session;
  /** Takes over that there are other servers now. */
  readonly adopt: () => Promise<void>;
  /** Ends with the connection. */
  readonly signal: AbortSignal;
}

/** Looks now and then which of the person's servers work, so that one stands ready; until aborted. */
export function keepServers({ parts, session, signal }: Upkeep): Promise<void> {
  const { bricks, clock, random } = parts;
  const target = () => session.wanted()[0]?.data.samples[0]?.[0];
  const { standings, serversInUse: inUse, quietChecks: checks } = session;
  // A look must not start Tor, nor ask Telegram's own proxies for anything but Telegram.
  const servers = () => bricks.servers().filter(({ prepare, carries }) => !prepare && !carries);
  return keepStandby({ servers, inUse, target, standings, checks, clock, random }, signal);
}

/** Asks for the person's lists of servers again when that is due; until aborted. */
export function keepLists({ parts, session, adopt, signal }: Upkeep): Promise<void> {
  return refreshLists(
    {
      ...{ clock: parts.clock, random: parts.random },
      book: parts.lists,
      fetch: fetchOver(parts, session, signal),
      areDown: session.areDown,
      onChange() {
        parts.bricks.replaceServers(parts.servers.saved());
        parts.observer.onServers();
        adopt().catch(() => undefined);
      },
    },
    signal,
  );
}
