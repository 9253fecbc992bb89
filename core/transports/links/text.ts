/** Zero-width, direction-setting and soft-hyphen characters that chats and mail programs slip into text. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
/** What web pages write in place of characters of their own markup; copied out of their source it is still there. */
const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&amp;': '&', '&#38;': '&', '&quot;': '"', '&#34;': '"', '&apos;': "'", '&#39;': "'" },
  ...{ '&lt;': '<', '&gt;': '>', '&nbsp;': ' ', '&#160;': ' ', '&#x2f;': '/', '&#47;': '/', '&#61;': '=' },
};
const ENTITY = new RegExp(Object.keys(ENTITIES).join('|'), 'gi');
/** The line that begins or ends a block of code in a chat. */
const FENCE = /^[ \t]*```[\w-]*[ \t]*$/gm;
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

/** What a person pasted, without what chats, mail and web pages hide in it; each line stays where it is. */
export function plainText(text: string): string {
  const visible = text.replace(INVISIBLE, '').replace(FENCE, '');
  // Twice, since what was shared from page to page is often written so twice.
  return unescapeHtml(unescapeHtml(visible));
}

function unescapeHtml(text: string): string {
  return text.includes('&')
    ? text.replace(ENTITY, (entity) => ENTITIES[entity.toLowerCase()] ?? entity)
    : text;
}

/** The lines of what a person pasted, without what their chat or mail put around it; no empty ones. */
export function pastedLines(text: string): string[] {
  return unwrap(plainText(text))
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
