import type { Clock, Random } from '../core/model/time.ts';
import { isSameSecret } from '../core/shell-kit.ts';

/** Links that were handed out and those in use; the oldest are forgotten first. */
const MOST = 16;
/** How long a link may lie unused: time enough to carry it over from a terminal. */
const UNUSED_MS = 3_600_000;

export type Greeting = 'welcome' | 'used' | 'unknown';

/** The links by which a browser may come in: 256 bits each, good for one tab. */
export interface Links {
  /** A new one, base64url. */
  issue(): string;
  /** Lets in the first tab that shows a link, by a key of its own; that tab again after a reload; no other. */
  greet(link: string, tab: string): Greeting;
}

/** Keeps links in memory: they die with the process. */
export function createLinks({ clock, random }: { clock: Pick<Clock, 'monotonic'>; random: Random }): Links {
  const links = new Map<string, { readonly issuedAt: number; tab: string | null }>();
  const forget = () => {
    for (const [link, { issuedAt, tab }] of links)
      if (tab === null && clock.monotonic() - issuedAt > UNUSED_MS) links.delete(link);
    for (const link of [...links.keys()].slice(0, Math.max(0, links.size - MOST))) links.delete(link);
  };
  return {
    issue() {
      const link = Buffer.from(random.bytes(32)).toString('base64url');
      links.set(link, { issuedAt: clock.monotonic(), tab: null });
      forget();
      return link;
    },
    greet(link, tab) {
      forget();
      // Every one is compared, so that the time taken tells nothing.
      const [known] = [...links].filter(([candidate]) => isSameSecret(candidate, link));
      if (known === undefined) return 'unknown';
      const [, entry] = known;
      entry.tab ??= tab;
      return isSameSecret(entry.tab, tab) ? 'welcome' : 'used';
    },
  };
}
