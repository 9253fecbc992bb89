/** Zero-width, direction-setting and soft-hyphen characters that chats and mail programs slip into text. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
const LINE_BREAK = /[\r\n\u0085\u2028\u2029]+/;
/** Of quotes around quotes. */
const MAX_LAYERS = 8;
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '<': '>',
  '(': ')',
  '«': '»',
  '»': '«',
  '“': '”',
  '„': '“',
  '”': '”',
  '‘': '’',
  '‚': '‘',
  '‹': '›',
};

/** The lines of what a person pasted, without what their chat or mail put around it; no empty ones. */
export function pastedLines(text: string): string[] {
  return unwrap(text.replace(INVISIBLE, ''))
    .split(LINE_BREAK)
    .map(unwrap)
    .filter((line) => line !== '');
}

function unwrap(text: string): string {
  let inner = text.trim();
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const closing = CLOSING[inner.charAt(0)];
    if (closing === undefined || inner.length < 2 || !inner.endsWith(closing)) break;
    inner = inner.slice(1, -1).trim();
  }
  return inner;
}
