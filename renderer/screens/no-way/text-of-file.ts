/** By the mark that Windows puts before a text; UTF-8 without one. */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
/** Of no text. */
const CONTROL = /(?![\s\u0085])\p{Cc}/u;

/**
 * The text of a text file: UTF-8, UTF-16 as Windows marks it, or what Windows wrote before: then its Latin letters are right, and
 * a link has no others. Undefined where it holds no text.
 */
export function textOfFile(bytes: Uint8Array): string | undefined {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1];
  const encodings = marked === undefined ? ['utf-8', 'windows-1251'] : [marked];
  for (const encoding of encodings) {
    const text = decode(bytes, encoding);
    if (text !== undefined) return CONTROL.test(text) ? undefined : text;
  }
  return undefined;
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
