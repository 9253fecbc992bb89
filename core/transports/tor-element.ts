import type { HostPort } from '../model/address.ts';
import { type BridgeLine, type BridgeProblem, parseBridgeLine } from './bridge-line.ts';
import { readQuery } from './carriage-options.ts';

/** Tor, by bridges or without: spoken to by a Tor of this computer. */
export interface TorElement extends HostPort {
  readonly kind: 'proxy';
  readonly protocol: 'tor';
  /** Lines in their one spelling. */
  readonly bridges: readonly string[];
}

/** Where a Tor that runs already is asked first; with bridges, the host is the first one's. */
const HERE: HostPort = { host: '127.0.0.1', port: 9050 };
/** An expression has room for 4096 (core/transports/expression.ts), and a vault for no more. Characters. */
const LONGEST = 4000;
const MOST_BRIDGES = 16;
const ELEMENT = /^tor:\/\/([^?]*)(?:\?(.*))?$/is;

/** Reads `tor://obfs4?bridges=…`; undefined where the text does not begin like that. */
export function parseTor(text: string): TorElement | BridgeProblem | 'bad-encoding' | undefined {
  const [whole, , query = ''] = ELEMENT.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const pairs = readQuery(query);
  if (pairs === undefined) return 'bad-encoding';
  if ([...pairs.keys()].some((name) => name !== 'bridges')) return 'unsupported-option';
  const lines = (pairs.get('bridges') ?? '').split('\n').filter((line) => line !== '');
  if (lines.length > MOST_BRIDGES) return 'too-long';
  const bridges: BridgeLine[] = [];
  for (const line of lines) {
    const bridge = parseBridgeLine(line);
    if (typeof bridge === 'string') return bridge;
    bridges.push(bridge);
  }
  return createTor(bridges);
}

/** Tor by these bridges, each once; those that there is no room for are left out. */
export function createTor(bridges: readonly BridgeLine[]): TorElement {
  const [first] = bridges;
  const texts = [...new Set(bridges.map(({ text }) => text))].slice(0, MOST_BRIDGES);
  const element = (): TorElement => ({
    ...{ kind: 'proxy', protocol: 'tor', bridges: [...texts] },
    ...(first === undefined ? HERE : { host: first.host, port: first.port }),
  });
  while (printTor(element()).length > LONGEST) texts.pop();
  return element();
}

/** The one text that `parseTor` reads back as the same. */
export function printTor(tor: TorElement): string {
  const query = tor.bridges.length === 0 ? '' : `?bridges=${encodeURIComponent(tor.bridges.join('\n'))}`;
  return `${labelTor(tor)}${query}`;
}

/** The kinds of its bridges alone: `tor://obfs4,snowflake`; `tor://direct` without any. */
export function labelTor({ bridges }: TorElement): string {
  const kinds = bridges.map((line) => /^[a-z0-9_]+(?= )/.exec(line)?.[0] ?? 'vanilla');
  return `tor://${bridges.length === 0 ? 'direct' : [...new Set(kinds)].join(',')}`;
}
