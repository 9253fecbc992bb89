import { apartBridges, looksLikeBridge } from '../bridge-line.ts';
import type { Expression } from '../expression.ts';
import { printExpression } from '../expression.ts';
import { parseBridges } from './bridges.ts';
import { mendBroken } from './broken.ts';
import { parseFields } from './fields.ts';
import { linkInside } from './inside.ts';
import { withKeyFile } from './key-file.ts';
import { type LinkAssumption, type LinkError, type LinkResult, refuse } from './link-result.ts';
import { readListLink } from './list-link.ts';
import { unpackServerList } from './server-list/unpack.ts';
import { MAX_LINK_LENGTH, parseLink } from './share-link.ts';
import { plainText } from './text.ts';
import { looksLikeWireguard } from './wireguard.ts';
import { holdsSeveral, wordsOf } from './words.ts';

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
  const plain = apartBridges(plainText(pasted));
  const unpacked = unpackServerList(plain);
  if (unpacked?.length === 0) return { links: [], lists: [], faults: [{ line: 1, error: NOTHING_IN_IT }] };
  const text = unpacked?.join('\n') ?? withKeyFile(plain);
  const isShort = text.length <= MAX_LINK_LENGTH;
  const whole = isShort ? parseLink(text) : undefined;
  if (whole?.ok && !holdsSeveral(text)) return { links: [{ line: 1, ...whole }], lists: [], faults: [] };
  const lines = mendBroken(text.split(/\r\n|[\n\r\u0085\u2028\u2029]/).slice(0, MOST_LINES));
  // One tunnel, in which nothing else is a server.
  if (whole?.ok === false && looksLikeWireguard(lines))
    return { links: [], lists: [], faults: [{ line: 1, error: whole.error }] };
  return readLines(lines, whole);
}

/** Reads one link with whatever around it; several are refused, since nobody could be asked which one is meant. */
export function readLoneLink(text: string): LinkResult {
  const whole = parseLink(text);
  if (whole.ok && !holdsSeveral(text)) return whole;
  const { links, lists } = parseLinks(text);
  const [only] = links;
  if (only === undefined) return whole;
  if (links.length + lists.length > 1) return refuse({ code: 'several-links' });
  return { ok: true, expression: only.expression, assumed: only.assumed };
}

function readLines(lines: readonly string[], whole: LinkResult | undefined): LinkList {
  const found = new Map<string, FoundLink>();
  const lists = new Map<string, FoundList>();
  const faults: LinkFault[] = [];
  const posts: LinkFault[] = [];
  let tooMany: LinkFault | undefined;
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
    for (const { result, list, isPost } of readLine(lineText)) {
      if (list !== undefined) addOnce(lists, list, { line, address: list });
      else if (!result.ok) (isPost ? posts : faults).push({ line, error: result.error });
      else if (found.size < MOST_LINKS)
        addOnce(found, printExpression(result.expression), { line, ...result });
      else tooMany ??= { line, error: { code: 'too-many' } };
    }
  }
  const named = found.size + lists.size === 0 ? parseFields(lines) : undefined;
  if (named?.ok) addOnce(found, printExpression(named.expression), { line: 1, ...named });
  if (tooMany !== undefined) faults.unshift(tooMany);
  // What leads to a channel is worth a word only where nothing else was sent.
  if (found.size + lists.size === 0) faults.push(...posts);
  if (found.size + lists.size + faults.length === 0)
    faults.push({ line: 1, error: named?.ok === false ? named.error : wholeError(whole) });
  return {
    links: [...found.values()],
    lists: [...lists.values()].slice(0, MOST_LISTS),
    faults: faults.slice(0, MOST_LINKS),
  };
}

const NOTHING_IN_IT: LinkError = { code: 'not-a-link' };

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
  /** It leads to a page of Telegram's. */
  readonly isPost?: boolean;
}

/** A line that is one link as a whole, or the links among its words. Words that look like no link are passed over. */
function readLine(text: string): readonly Reading[] {
  if (text.trim() === '' || text.length > MAX_LINK_LENGTH || SAID_OF_A_LIST.test(text)) return [];
  if (text.includes(' | ')) {
    const whole = parseLink(text);
    if (whole.ok) return [{ result: whole }];
  }
  return wordsOf(text).map(readWord);
}

/** What a list says of itself, before its servers. */
const SAID_OF_A_LIST =
  /^\s*(?:#|\/\/)\s*(?:(?:profile|subscription|support|announce|update|routing|provider)[a-z-]*|homepage)\s*:/i;
/** Refusals that the address of a list gets from those who look for a server. */
const NO_SERVER: ReadonlySet<string> = new Set(['web-page', 'unsupported-scheme', 'unsupported-option']);

/** The first of a word's readings that is a server or a list; else what is wrong with the likeliest. */
function readWord(readings: readonly string[]): Reading {
  const all = readings.map(readOne);
  return (
    all.find(({ result, list }) => result.ok || list !== undefined) ??
    all[0] ?? { result: refuse({ code: 'not-a-link' }) }
  );
}

function readOne(text: string): Reading {
  const word = linkInside(text) ?? text;
  const result = parseLink(word);
  if (result.ok || !NO_SERVER.has(result.error.code)) return { result };
  const isPost = result.error.code === 'web-page' && TELEGRAM_PAGE.test(word);
  return { result, list: readListLink(word), isPost };
}

/** Every second message ends with one. */
const TELEGRAM_PAGE = /^(?:https?:\/\/)?(?:t|telegram)\.me\//i;

/** The address of a list, where a text is that and no server. */
export function readListAddress(text: string): string | undefined {
  const { result, list } = readOne(text.trim());
  return result.ok ? undefined : list;
}
