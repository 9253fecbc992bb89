/**
 * The words of one language: `resources/locales/<tag>/<area>.json`, keyed `area.key`, in ICU message format. A new
 * language is a new folder; no code changes.
 */
const FILES = import.meta.glob<Record<string, string>>(
  ['../../resources/locales/*/*.json', '!../../resources/locales/*/{about,shell}.json'],
  { import: 'default' },
);

interface About {
  /** What speakers call it. */
  readonly name: string;
  readonly direction: string;
  /** `source`, `machine` or `reviewed`. */
  readonly translation: string;
}

const ABOUTS = import.meta.glob<About>('../../resources/locales/*/about.json', {
  import: 'default',
  eager: true,
});

const PLACE = /\/locales\/([^/]+)\/([^/]+)\.json$/;
const languageOf = (path: string) => PLACE.exec(path)?.[1] ?? 'en';

export interface LanguageInfo {
  /** BCP 47, as the folder is called. */
  readonly tag: string;
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly isByMachine: boolean;
}

/** All languages there are, English first. */
export const LANGUAGES: readonly LanguageInfo[] = Object.entries(ABOUTS)
  .map(([path, about]) => ({
    tag: languageOf(path),
    name: about.name,
    direction: about.direction === 'rtl' ? ('rtl' as const) : ('ltr' as const),
    isByMachine: about.translation === 'machine',
  }))
  .sort((a, b) => Number(b.tag === 'en') - Number(a.tag === 'en') || a.tag.localeCompare(b.tag));

/** What can be asked for: outside the program itself, the made-up languages of pseudo.ts too. */
export const LANGUAGE_TAGS: readonly string[] = [
  ...LANGUAGES.map(({ tag }) => tag),
  ...(import.meta.env.MODE === 'production' ? [] : ['en-XA', 'en-XB']),
];

/** All messages of one language; none where there is no such language. */
export async function loadCatalogue(language: string): Promise<ReadonlyMap<string, string>> {
  const messages = new Map<string, string>();
  const own = Object.entries(FILES).filter(([path]) => languageOf(path) === language);
  for (const [area, file] of await Promise.all(
    own.map(async ([path, load]) => [PLACE.exec(path)?.[2] ?? '', await load()] as const),
  )) {
    for (const [key, message] of Object.entries(file)) messages.set(`${area}.${key}`, message);
  }
  return messages;
}
