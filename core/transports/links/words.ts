/** Where one link ends and the next begins without a space: behind a comma, or right behind a name. */
const NEXT_LINK =
  /[,;|](?=[a-z][a-z0-9+.-]*:\/\/|tg:)|(?<=[^\s/=+])(?=(?:vless|vmess|trojan|hysteria2|tuic):\/\/)/i;
const BEGINNINGS =
  /(?:^|[\s,;|])[a-z][a-z0-9+.-]*:\/\/|[^\s/=+,;|](?:vless|vmess|trojan|hysteria2|tuic):\/\//gi;
const SCHEME = /[a-z][a-z0-9+.-]{0,31}:\/\//i;
const ADDRESS = /(?:[\w-]+\.[\w.-]*\w|\[[0-9a-f:.]+\]):\d{1,5}(?!\d)/i;
/** No part of an address of the web: a page's markup, or quotes. */
const MARKUP = /["<>`”»].*$/su;
const TELEGRAM = /^(?:tg:|https?:\/\/(?:t|telegram)\.me\/)/i;

/**
 * What may be links among the words of a line: each by its readings, the likeliest first, which differ in where the link ends.
 * Words that look like none are passed over.
 */
export function wordsOf(line: string): readonly (readonly string[])[] {
  return line
    .split(/\s+/)
    .flatMap((word) => word.split(NEXT_LINK))
    .flatMap((word) => (SCHEME.test(word) ? [word] : word.split(/[,;]+/)))
    .filter(looksLikeLink)
    .map(readings);
}

/** Whether more than one link begins in a text, which one alone would take for its own name. A chain is one. */
export function holdsSeveral(text: string): boolean {
  const isChain = text.includes('|') && !text.includes('#');
  return !isChain && (text.match(BEGINNINGS)?.length ?? 0) > 1;
}

/** A scheme, Telegram's links, or an address with a port: not `Port:1080` or `12:30`. */
export function looksLikeLink(word: string): boolean {
  return (
    /\w:\/\/./.test(word) || /^\W*tg:/i.test(word) || ADDRESS.test(word) || /(?:t|telegram)\.me\//.test(word)
  );
}

function readings(word: string): readonly string[] {
  const whole = trimmed(word);
  const unmarked = trimmed(whole.replace(MARKUP, ''));
  const plain = trimmed(unmarked.replace(/[^\x21-\x7e].*$/su, ''));
  const all = [
    ...(/^https?:/i.test(whole) ? [unmarked, whole] : [whole, unmarked]),
    plain,
    plain.replace(/[,;].*$/s, ''),
    // The channel that it was posted in.
    ...(TELEGRAM.test(plain) ? [plain.replace(/@.*$/s, '')] : []),
  ];
  return [...new Set(all)].filter((reading) => reading !== '');
}

const OPENING = new Set('("\'`«»“”„‘‹<{');
const CLOSING = new Set('.,;!?…)}>"\'»”');

/** Without the punctuation of the sentence around it, and what stands before a scheme. */
function trimmed(word: string): string {
  let from = SCHEME.exec(word)?.index ?? 0;
  let to = word.length;
  while (from < to && OPENING.has(word.charAt(from))) from += 1;
  // An IPv6 address ends with a bracket of its own.
  while (to > from && CLOSING.has(word.charAt(to - 1))) to -= 1;
  return word.slice(from, to);
}
