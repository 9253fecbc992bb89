import type { HostPort } from '../model/address.ts';
import { formatHostPort } from '../model/address.ts';
import { isIp } from '../net/ip.ts';
import { readHost, readPort } from './host.ts';

/** Transports of bridges that we know a program for, and the arguments each cannot do without. */
const TRANSPORTS: Readonly<Record<string, readonly string[]>> = {
  obfs4: ['cert'],
  webtunnel: ['url'],
  snowflake: [],
  meek_lite: ['url'],
};
const FINGERPRINT = /^\$?([0-9a-f]{40})$/i;
const ARGUMENT = /^([A-Za-z][A-Za-z0-9_-]{0,31})=([\x21-\x7e]+)$/;
/** What would end a line of Tor's configuration early, or begin a string in it. */
const UNSAFE = /["#\\]/;
/** Characters; the longest that Tor gives out, snowflake's with its list of helpers, has 900. */
const LONGEST = 1500;

/** Why a text is no bridge line; never holds what was typed. */
export type BridgeProblem =
  | 'bad-host'
  | 'missing-port'
  | 'bad-port'
  | 'bad-credentials'
  | 'too-long'
  | 'unsupported-option';

export interface BridgeLine extends HostPort {
  /** `vanilla` where it speaks Tor's own protocol. */
  readonly transport: string;
  /** One spelling for each bridge, as Tor's configuration takes it. */
  readonly text: string;
}

/** What stands before and behind a bridge's line in a list of them, or a message: numbers, dots, quotes; no bracket of IPv6. */
const MARKS =
  /^\s*(?:\d{1,2}[.)]\s+|[-*•>]\s+|\[\s*(?=['"]))?["'`«“„]?\s*|\s*(?:["'`»”]\s*[,;]?\s*\]?|[,;])?\s*$/gu;

const BETWEEN = /(?<=['"])\s*,\s*(?=['"](?:bridge\s+)?(?:[\d[]|[a-z_]{3,}\d?\s))/gi;

/** The same text with a line for each bridge: Tor's own codes hold them in quotes, one behind the other. */
export function apartBridges(text: string): string {
  return /^\s*\[\s*['"]/.test(text) ? text.replace(BETWEEN, '\n') : text;
}

/** The line itself, of one that stands in a list or a message. */
export function bareBridge(line: string): string {
  return line.replace(MARKS, '').replace(/^bridge\s+/i, '');
}

/** Whether a line of what was pasted is meant as one of Tor's bridges, of whatever kind. */
export function looksLikeBridge(line: string): boolean {
  if (line.length > 2 * LONGEST) return false;
  const [first = '', second = '', third = ''] = bareBridge(line).split(/\s+/);
  if (Object.hasOwn(TRANSPORTS, first.toLowerCase())) return second !== '';
  const hasFingerprint = FINGERPRINT.test(second) || FINGERPRINT.test(third);
  return hasFingerprint && /:\d+$/.test(FINGERPRINT.test(second) ? first : second);
}

/** Reads `[Bridge] [transport] address:port [fingerprint] [name=value …]` (tor(1), `Bridge`), strictly. */
export function parseBridgeLine(line: string): BridgeLine | BridgeProblem {
  if (line.length > LONGEST) return 'too-long';
  const words = bareBridge(line).split(/\s+/);
  const isVanilla = words[0]?.includes(':') ?? false;
  const transport = isVanilla ? 'vanilla' : (words.shift() ?? '').toLowerCase();
  const needed = isVanilla ? [] : TRANSPORTS[transport];
  if (needed === undefined || !Object.hasOwn({ ...TRANSPORTS, vanilla: 0 }, transport))
    return 'unsupported-option';
  const address = readAddress(words.shift() ?? '');
  if (typeof address === 'string') return address;
  const fingerprint = FINGERPRINT.exec(words[0] ?? '')?.[1]?.toUpperCase();
  if (fingerprint !== undefined) words.shift();
  const given = words.map((word) => ARGUMENT.exec(word)?.[1]);
  const isWhole = given.every((name) => name !== undefined) && new Set(given).size === given.length;
  if (!isWhole || words.some((word) => UNSAFE.test(word)) || (isVanilla && words.length > 0))
    return 'unsupported-option';
  if (needed.some((name) => !given.includes(name))) return 'bad-credentials';
  const parts = [
    ...(isVanilla ? [] : [transport]),
    formatHostPort(address),
    ...(fingerprint === undefined ? [] : [fingerprint]),
    ...words,
  ];
  return { transport, ...address, text: parts.join(' ') };
}

/** Tor takes addresses alone, no names. */
function readAddress(text: string): HostPort | BridgeProblem {
  const [, hostText = '', portText] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(text) ?? [];
  const host = readHost(hostText);
  if (host === undefined || !isIp(host)) return 'bad-host';
  if (portText === undefined) return 'missing-port';
  const port = readPort(portText);
  return port === undefined ? 'bad-port' : { host, port };
}
