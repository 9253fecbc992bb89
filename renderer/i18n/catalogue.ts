/**
 * The words of one language: `resources/locales/<tag>/<area>.json`, keyed `area.key`, in ICU message format. A new
 * language is a new folder; no code changes.
 */
const FILES = import.meta.glob<Record<string, string>>('../../resources/locales/*/*.json', {
  import: 'default',
});

const PLACE = /\/locales\/([^/]+)\/([^/]+)\.json$/;

/** Tags of all languages there are, English first. */
export const LANGUAGES: readonly string[] = [
  ...new Set(Object.keys(FILES).map((path) => PLACE.exec(path)?.[1] ?? 'en')),
].sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));

/** All messages of one language, `about.*` (its own name and direction) among them. */
export async function loadCatalogue(language: string): Promise<ReadonlyMap<string, string>> {
  const messages = new Map<string, string>();
  const own = Object.entries(FILES).filter(([path]) => PLACE.exec(path)?.[1] === language);
  for (const [area, file] of await Promise.all(
    own.map(async ([path, load]) => [PLACE.exec(path)?.[2] ?? '', await load()] as const),
  )) {
    for (const [key, message] of Object.entries(file)) messages.set(`${area}.${key}`, message);
  }
  return messages;
}
