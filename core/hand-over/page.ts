import { pathOf } from './request.ts';

/** Words of the page, in the language of whoever hands over. */
export interface PageWords {
  /** BCP 47. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
  readonly lead: string;
}

export interface PageFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? '');

const STYLE =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:0 auto;padding:1.5rem;color:#1d2733;background:#faf5ea}li{margin:0 0 1.2rem;list-style:none}ul{padding:0}a{display:block;padding:.8rem 1rem;border-radius:.7rem;background:#0b5a6b;color:#fff;text-decoration:none;overflow-wrap:anywhere}code{display:block;font-size:.8rem;overflow-wrap:anywhere;margin-top:.3rem}';

/** The page that people beside us see: files to load, and how to check them. It runs nothing and loads nothing else. */
export function renderPage(words: PageWords, token: string, files: readonly PageFile[]): string {
  const size = new Intl.NumberFormat(words.language, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 1,
  });
  const items = files.map(
    ({ name, size: bytes, sha256 }, index) =>
      `<li><a href="${escaped(pathOf(token, index, name))}" download><bdi>${escaped(name)}</bdi> (${escaped(size.format(bytes / 1e6))})</a><code dir="ltr">SHA-256 ${sha256}</code></li>`,
  );
  return `<!doctype html><html lang="${escaped(words.language)}" dir="${words.direction}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(words.title)}</title><style>${STYLE}</style><h1>${escaped(words.title)}</h1><p>${escaped(words.lead)}</p><ul>${items.join('')}</ul></html>`;
}
