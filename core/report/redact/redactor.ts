import type { HiddenKind } from '../../model/report.ts';
import { isIp, normaliseIp } from '../../net/ip.ts';
import { PATTERNS } from './patterns.ts';
import { createPlaceholders, type Placeholders } from './placeholders.ts';

/** What is known to be the person's own. */
export interface PersonalWords {
  /** Of this computer. */
  readonly addresses: readonly string[];
  /** Of its gateways and resolvers; a public resolver is nobody's own. */
  readonly neighbours: readonly string[];
  /** Names of this computer, its user and folders, of servers and their secrets; what the person typed. */
  readonly words: readonly { readonly kind: HiddenKind; readonly text: string }[];
}

/** What may be shown whatever it looks like. */
export interface Evidence {
  /** A messenger's, a control's or a public resolver's. */
  isPublicHost(host: string): boolean;
  /** In a messenger's published ranges, a resolver's, or a known false answer. */
  isEvidence(address: string): boolean;
}

/** Takes out of texts what tells who or where somebody is. The same thing is always replaced by the same words. */
export interface Redactor {
  /** A whole text, of which nothing is known. */
  text(text: string): string;
  /** Of a text, only what is known to be the person's own. */
  ownWords(text: string): string;
  /** A name that was asked for. */
  host(host: string): string;
  /** `isAnswer`: it was answered to the question for a public name, and is evidence unless it is the person's own. */
  address(address: string, isAnswer: boolean): string;
  /** Something that is hidden whatever it says. */
  hide(kind: HiddenKind, value: string): string;
  readonly hidden: Pick<Placeholders, 'counts'>;
}

type Pass = (text: string) => string;

/** Shorter words would black out half of every sentence. Characters. */
const SHORTEST_WORD = 3;
/** Names that many computers and users have tell nothing, and are words of ours. */
const NOBODYS =
  /^(?:root|user|users|admin|administrator|guest|owner|home|system|localhost|computer|desktop)$/i;
const PLACEHOLDER = /(\[[a-z-]+(?: [a-z]+)? \d+\])/;

/** Composes the replacements: known words first, the longest before what it contains, then patterns, the most specific first. */
export function createRedactor(evidence: Evidence, own: PersonalWords): Redactor {
  const hidden = createPlaceholders();
  const neighbours = own.neighbours.map(spelled).filter((address) => !evidence.isEvidence(address));
  const ownAddresses = new Set([...own.addresses.map(spelled), ...neighbours]);

  const isShown = (kind: HiddenKind, match: string): boolean => {
    if (kind === 'link') return isPublicLink(match, evidence);
    if (kind === 'host') return evidence.isPublicHost(match.toLowerCase());
    if (kind !== 'address') return false;
    const address = spelled(match.replace(/^\[|\]$/g, ''));
    return isIp(address) && !ownAddresses.has(address) && evidence.isEvidence(address);
  };
  const ofWords = own.words
    .filter(({ text }) => text.length >= SHORTEST_WORD && !NOBODYS.test(text))
    .toSorted((a, b) => b.text.length - a.text.length)
    .map(({ kind, text }) => replaceWord(text, () => hidden.of(kind, text)));
  const ofPatterns = PATTERNS.map(({ kind, expression, isMeant = () => true }): Pass => {
    const replace = (match: string) =>
      isMeant(match) && !isShown(kind, match) ? hidden.of(kind, match) : match;
    return (text) => text.replace(expression, replace);
  });
  const through = (passes: readonly Pass[]): Pass => {
    const careful = passes.map(aroundPlaceholders);
    return (text) => careful.reduce((sofar, pass) => pass(sofar), text);
  };

  const address = (text: string, isAnswer: boolean): string => {
    const plain = spelled(text);
    const isFine = isIp(plain) && !ownAddresses.has(plain) && (isAnswer || evidence.isEvidence(plain));
    return isFine ? plain : hidden.of('address', plain);
  };
  return {
    hidden,
    address,
    text: through([...ofWords, ...ofPatterns]),
    ownWords: through(ofWords),
    host(host) {
      if (isIp(host)) return address(host, false);
      return evidence.isPublicHost(host.toLowerCase()) ? host.toLowerCase() : hidden.of('host', host);
    },
    hide: (kind, value) => hidden.of(kind, value),
  };
}

/** What was replaced is not looked at again. */
function aroundPlaceholders(pass: Pass): Pass {
  return (text) =>
    text
      .split(PLACEHOLDER)
      .map((piece, index) => (index % 2 === 1 ? piece : pass(piece)))
      .join('');
}

/** One spelling, without a zone: `fe80::1%eth0` names an interface. */
function spelled(address: string): string {
  const [bare = ''] = address.trim().toLowerCase().split('%');
  return normaliseIp(bare) ?? bare;
}

/** An address of a public page that says nothing of who looks at it. */
function isPublicLink(link: string, evidence: Evidence): boolean {
  if (!URL.canParse(link)) return false;
  const { hostname, username, search, hash } = new URL(link);
  return evidence.isPublicHost(hostname) && `${username}${search}${hash}` === '';
}

/** A word wherever it stands, in whichever case, and as addresses and JSON spell it. */
function replaceWord(word: string, instead: () => string): Pass {
  const forms = [...new Set([word, encodeURIComponent(word), JSON.stringify(word).slice(1, -1)])];
  const expression = new RegExp(forms.map(escaped).join('|'), 'giu');
  return (text) => text.replace(expression, instead);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
