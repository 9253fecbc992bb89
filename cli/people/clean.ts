/** Longer than any name that means something to a person. Characters. */
const MAX_LENGTH = 120;

/** Controls (among them a terminal's escapes), invisible marks that reorder text, and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Makes a text from elsewhere (a certificate's issuer is written by whoever forged it) safe and short enough to print.
 * `length` is in characters.
 */
export function clean(text: string, length = MAX_LENGTH): string {
  const printable = [...text.slice(0, length * 4).replace(UNPRINTABLE, '')];
  return printable.length <= length ? printable.join('') : `${printable.slice(0, length - 1).join('')}…`;
}

/** JSON that a terminal shows as it is: what JSON.stringify leaves of control and reordering characters is escaped. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A person's word in quotes, where it cannot be a link or another secret; "that" where it can. */
export function quoted(word: string): string {
  return /^[\w.-]{1,32}$/.test(word) ? `"${word}"` : 'that';
}
