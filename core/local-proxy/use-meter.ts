/** A pause this long, in both directions, ends a turn of a conversation. Milliseconds. */
const PAUSE_MS = 1_000;
/** So many turns are a conversation: a page is fetched in one, and what it fetches a little later makes two. */
const TURNS = 3;
/** The last turn comes this long after the server's first bytes: loading a page does not take longer. Milliseconds. */
const TALKING_MS = 8_000;
/** An app's chat connection on which the server still speaks this long after its first bytes has logged in. Milliseconds. */
const CHAT_MS = 10_000;

/**
 * Tells an app in use from one page load, by one connection's bytes alone. In use is a connection with at least three
 * turns, of which the last comes at least 8 s after the server's first bytes; a turn is a stretch without a pause of 1 s
 * in which both sides speak. A chat protocol of its own, which no page speaks, counts once its server speaks 10 s after
 * its first bytes, having been spoken to. Times are monotonic milliseconds.
 */
export interface UseMeter {
  up(now: number): void;
  down(now: number): void;
  isInUse(): boolean;
}

/** A meter for one connection; `isChat`: an app's own protocol, not TLS. Reckoned when bytes pass, so that it needs no timer. */
export function createUseMeter(isChat: boolean): UseMeter {
  let firstDownAt: number | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  let turns = 0;
  /** Who has spoken in the stretch that goes on. */
  let spoke = { up: false, down: false };
  let isInUse = false;

  function note(side: 'up' | 'down', now: number): void {
    if (isInUse) return;
    if (now - lastAt >= PAUSE_MS) spoke = { up: false, down: false };
    lastAt = now;
    const wasTurn = spoke.up && spoke.down;
    spoke[side] = true;
    if (!wasTurn && spoke.up && spoke.down) turns += 1;
    if (side === 'down') firstDownAt ??= now;
    if (firstDownAt === null) return;
    const talking = now - firstDownAt;
    const isTurn = spoke.up && spoke.down;
    const talks = isTurn && turns >= TURNS && talking >= TALKING_MS;
    isInUse = talks || (isChat && side === 'down' && talking >= CHAT_MS);
  }

  return {
    up: (now) => note('up', now),
    down: (now) => note('down', now),
    isInUse: () => isInUse,
  };
}
