import { describe, expect, test } from 'vitest';
import { shapeOf } from './testing/message-shape.ts';

const FILES = import.meta.glob<Record<string, string>>('../../resources/locales/*/*.json', {
  import: 'default',
  eager: true,
});

/** Messages that may read the same as in English: proper names, and words a language happens to share. */
const SAME_AS_ENGLISH: readonly RegExp[] = [
  / common\.(app|proposal-(server|program))$/,
  / details\.(log-time|burst)$/,
  / report\.about$/,
  /^pt send\.hidden-link$/,
  / no-way\.app-(bitchat|briar)$/,
  / (what-now|no-way)\.picture-(server|port|router|terminal)$/,
];

/** `tag` → `area.key` → message. */
const LANGUAGES = new Map<string, Map<string, string>>();
for (const [path, file] of Object.entries(FILES)) {
  const [tag = '', name = ''] = path.split('/').slice(-2);
  const area = name.replace('.json', '');
  const messages = LANGUAGES.get(tag) ?? new Map<string, string>();
  for (const [key, message] of Object.entries(file)) messages.set(`${area}.${key}`, message);
  LANGUAGES.set(tag, messages);
}
const ENGLISH = LANGUAGES.get('en') ?? new Map<string, string>();
const OTHERS = [...LANGUAGES].filter(([tag]) => tag !== 'en');

test('English is there, and more than a few words of it', () => {
  expect(ENGLISH.size).toBeGreaterThan(100);
});

describe.each([...LANGUAGES])('%s', (tag, messages) => {
  test('says its own name, its direction and who translated it', () => {
    expect(messages.get('about.name')).toMatch(/\p{L}/u);
    expect(['ltr', 'rtl']).toContain(messages.get('about.direction'));
    expect(['source', 'machine', 'reviewed']).toContain(messages.get('about.translation'));
  });

  test('is a language that numbers and plurals can be formatted in', () => {
    expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
  });

  test('has only messages that parse', () => {
    for (const [key, message] of messages) expect(() => shapeOf(message), key).not.toThrow();
  });

  test('says every form of a plural that its whole numbers have', () => {
    const rules = new Intl.PluralRules(tag);
    // ICU wants `other` even where no whole number takes it.
    const forms = new Set(['other', ...Array.from({ length: 201 }, (_, count) => rules.select(count))]);
    for (const [key, message] of messages) {
      for (const plural of shapeOf(message).plurals) {
        expect([...plural].filter((form) => !form.startsWith('=')).sort(), key).toEqual([...forms].sort());
      }
    }
  });
});

describe.each(OTHERS)('%s', (tag, messages) => {
  test('has exactly the messages that English has', () => {
    expect([...messages.keys()].sort()).toEqual([...ENGLISH.keys()].sort());
  });

  test('uses the same placeholders, tags and choices as English', () => {
    for (const [key, message] of messages) {
      const { names, choices } = shapeOf(message);
      const english = shapeOf(ENGLISH.get(key) ?? '');
      expect({ names, choices }, key).toEqual({ names: english.names, choices: english.choices });
    }
  });

  test('leaves no message in English', () => {
    const left = [...messages].filter(
      ([key, message]) =>
        !key.startsWith('about.') &&
        message === ENGLISH.get(key) &&
        !SAME_AS_ENGLISH.some((pattern) => pattern.test(`${tag} ${key}`)),
    );
    expect(left).toEqual([]);
  });
});
