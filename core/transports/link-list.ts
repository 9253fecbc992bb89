import { looksLikeBridge } from './bridge-line.ts';
import type { Expression } from './expression.ts';
import { printExpression } from './expression.ts';
import { parseBridges } from './link-bridges.ts';
import { withKeyFile } from './link-key-file.ts';
import type { LinkAssumption, LinkError, LinkResult } from './link-result.ts';
import { readListLink } from './list-link.ts';
import { unpackServerList } from './server-list/unpack.ts';
import { MAX_LINK_LENGTH, parseLink } from './share-link.ts';

/** More than a person can be asked about. */
const MOST_LINKS = 100;
const MOST_LINES = 2_000;
const MOST_LISTS = 8;

/** A link that was found, and the line it stands on, counted from 1. */
export interface FoundLink {
  readonly line: number;
  readonly expression: Expression;
  readonly assumed: readonly LinkAssumption[];
}

/** The address of a list of servers, which nobody has asked for yet. */
export interface FoundList {
  readonly line: number;
  /** `https://…`, mostly with a secret in it. */
  readonly address: string;
}

/** Why a line that looks like a link is none we can use. */
export interface LinkFault {
  readonly line: number;
  readonly error: LinkError | { readonly code: 'too-many' };
}

export interface LinkList {
  /** Each server once, in the order of the text. */
  readonly links: readonly FoundLink[];
  /** Each once; at most 8. */
  readonly lists: readonly FoundList[];
  readonly faults: readonly LinkFault[];
}

/**
 * Finds links in pasted text with whatever around them: one link that a mail program broke, one link a line, or links
 * inside sentences, an SSH link with a key file beside it, or a list of servers as programs are given it. At most 100 links, 8 lists and 100 faults. Contacts nobody.
 */
export function parseLinks(pasted: string): LinkList {
  const text = unpackServerList(pasted)?.join('\n') ?? withKeyFile(pasted);
  const whole = text.length <= MAX_LINK_LENGTH ? parseLink(text) : undefined;
  if (whole?.ok) return { links: [{ line: 1, ...whole }], lists: [], faults: [] };
  const found = new Map<string, FoundLink>();
  const lists = new Map<string, FoundList>();
  const faults: LinkFault[] = [];
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).slice(0, MOST_LINES);
  const firstBridge = lines.findIndex(looksLikeBridge);
  for (const [index, lineText] of lines.entries()) {
    const line = index + 1;
    if (index === firstBridge) {
      // However many they are and wherever they stand, Tor takes them together.
      const result = parseBridges(lines.filter(looksLikeBridge));
      if (result.ok) addOnce(found, printExpression(result.expression), { line, ...result });
      else faults.push({ line, error: result.error });
    }
    if (looksLikeBridge(lineText)) continue;
    for (const { result, list } of readLine(lineText)) {
      if (list !== undefined) addOnce(lists, list, { line, address: list });
      else if (!result.ok) faults.push({ line, error: result.error });
      else if (found.size < MOST_LINKS)
        addOnce(found, printExpression(result.expression), { line, ...result });
      else faults.push({ line, error: { code: 'too-many' } });
    }
  }
  if (found.size + lists.size + faults.length === 0) faults.push({ line: 1, error: wholeError(whole) });
  return {
    links: [...found.values()],
    lists: [...lists.values()].slice(0, MOST_LISTS),
    faults: faults.slice(0, MOST_LINKS),
  };
}

function addOnce<T>(found: Map<string, T>, key: string, one: T): void {
  if (!found.has(key)) found.set(key, one);
}

function wholeError(whole: LinkResult | undefined): LinkError {
  return whole === undefined || whole.ok ? { code: 'too-long' } : whole.error;
}

/** What a word says: a server, or else the address of a list of them. */
interface Reading {
  readonly result: LinkResult;
  readonly list?: string | undefined;
}

/** A line that is one link as a whole, or the links among its words. Words that look like no link are passed over. */
function readLine(text: string): readonly Reading[] {
  if (text.trim() === '' || text.length > MAX_LINK_LENGTH) return [];
  if (text.includes(' | ')) {
    const whole = parseLink(text);
    if (whole.ok) return [{ result: whole }];
  }
  return text
    .split(/[\s,;]+/)
    .filter(looksLikeLink)
    .map((word) => readWord(trimmed(word)));
}

/** Refusals that the address of a list gets from those who look for a server. */
const NO_SERVER: ReadonlySet<string> = new Set(['web-page', 'unsupported-scheme', 'unsupported-option']);

function readWord(word: string): Reading {
  const result = parseLink(word);
  return result.ok || !NO_SERVER.has(result.error.code) ? { result } : { result, list: readListLink(word) };
}

/** The address of a list, where a text is that and no server. */
export function readListAddress(text: string): string | undefined {
  const { result, list } = readWord(text.trim());
  return result.ok ? undefined : list;
}

/** A scheme, Telegram's links, or an address with a port: not `Port:1080` or `12:30`. */
function looksLikeLink(word: string): boolean {
  return (
    /\w:\/\/./.test(word) || /^\W*tg:/i.test(word) || ADDRESS.test(word) || /(?:t|telegram)\.me\//.test(word)
  );
}

const ADDRESS = /(?:[\w-]+\.[\w.-]*\w|\[[0-9a-f:.]+\]):\d{1,5}(?!\d)/i;

/** Without the punctuation of the sentence around it, and what stands before a scheme. */
function trimmed(word: string): string {
  const from = /[a-z][a-z0-9+.-]{0,31}:\/\//i.exec(word)?.index ?? 0;
  return word
    .slice(from)
    .replace(/^[("'`«»“”„‘‹<{]+/u, '')
    .replace(/[.!?…)\]}>"'»”]+$/u, (end) => (end.startsWith(']') ? end : ''));
}
