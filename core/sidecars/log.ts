import { isIPv6 } from 'node:net';

const MOST_LINES = 100;
const LONGEST_LINE = 600;
const HIDDEN = '•••';
const IPV4 = /\d{1,3}(?:\.\d{1,3}){3}/g;
const IPV6 = /\[?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\]?/gi;
/** Fingerprints of Tor's relays, keys. */
const LONG_HEX = /\$?\b[0-9a-f]{32,}\b/gi;
/** Shorter would hide ordinary words. */
const SHORTEST_SECRET = 3;

/** What an engine printed, for experts: the latest lines, nothing in them that tells which server it goes to. */
export interface EngineLog {
  add(line: string): void;
  lines(): readonly string[];
}

/** At most a hundred lines of 600 characters; `secrets` and all addresses are hidden before anything is kept. */
export function createEngineLog(secrets: readonly string[]): EngineLog {
  const kept: string[] = [];
  const hidden = anyOf(secrets.filter(({ length }) => length >= SHORTEST_SECRET));
  return {
    add(line) {
      kept.push(redact(line, hidden));
      kept.splice(0, kept.length - MOST_LINES);
    },
    lines: () => [...kept],
  };
}

/** Longer ones first, of which another may be a part; names of hosts are printed in small letters whatever a link says. */
function anyOf(secrets: readonly string[]): RegExp | null {
  if (secrets.length === 0) return null;
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  return new RegExp(
    longestFirst.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'),
    'gi',
  );
}

function redact(line: string, secrets: RegExp | null): string {
  const text = line.replace(/\p{C}/gu, ' ').slice(0, 4 * LONGEST_LINE);
  return (secrets === null ? text : text.replace(secrets, HIDDEN))
    .replace(IPV4, HIDDEN)
    .replace(IPV6, (found) => (isIPv6(found.replace(/[[\]]/g, '')) ? HIDDEN : found))
    .replace(LONG_HEX, HIDDEN)
    .slice(0, LONGEST_LINE);
}
