/** Letters with marks, so that what was not translated stands out. */
const ACCENTS: ReadonlyMap<string, string> = new Map(
  [...'aáeéiíoóuúyýcçnñsšzžAÁEÉIÍOÓUÚCÇNÑSŠ'].flatMap((letter, place, all) =>
    place % 2 === 0 ? [[letter, all[place + 1] ?? letter] as const] : [],
  ),
);

export const PSEUDO_LOCALES = {
  /** Longer by a third, in brackets, with accents. */
  'en-XA': 'ltr',
  /** The same, laid out from right to left. */
  'en-XB': 'rtl',
} as const satisfies Record<string, 'ltr' | 'rtl'>;

/** Dots; messages with many arms show only one of them. */
const MAX_PADDING = 8;

/** Words stand outside of braces, and again inside a plural's arms: on every second level. */
function accentWords(message: string): string {
  let depth = 0;
  let isTag = false;
  let made = '';
  for (const character of message) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === '<') isTag = true;
    const isWord = depth % 2 === 0 && !isTag;
    made += isWord ? (ACCENTS.get(character) ?? character) : character;
    if (character === '>') isTag = false;
  }
  return made;
}

/** A message of the pseudo-locale: still ICU, with the same placeholders and tags. For tests and development alone. */
export function pseudo(message: string): string {
  const padding = ' ·'.repeat(Math.min(MAX_PADDING, Math.ceil(message.length / 6)));
  return `[${accentWords(message)}${padding}]`;
}
