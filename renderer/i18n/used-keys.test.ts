import { expect, test } from 'vitest';

const SOURCES = Object.values(
  import.meta.glob<string>(
    ['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}', '../../resources/{guides,offline}/*.json'],
    {
      query: '?raw',
      import: 'default',
      eager: true,
    },
  ),
).join('\n');

const ENGLISH = Object.entries(
  import.meta.glob<Record<string, string>>('../../resources/locales/en/*.json', {
    import: 'default',
    eager: true,
  }),
).flatMap(([path, file]) => {
  const area = path.split('/').at(-1)?.replace('.json', '') ?? '';
  return Object.keys(file).map((key) => `${area}.${key}`);
});

/** Words of the shells themselves, of reports and what a closer look says in them, and what every language says of itself. */
const ELSEWHERE = /^(shell|report|about|deep\.(?!look|title))/;
const escaped = (text: string) => text.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&');
/** Keys that are put together: `home.state-${condition}`. */
const TEMPLATES = [...SOURCES.matchAll(/`([a-z-]+\.[a-z0-9-]*\$\{[^`]*)`/g)].map(
  ([, template = '']) =>
    new RegExp(
      `^${template
        .split(/\$\{[^}]*\}/)
        .map(escaped)
        .join('.+')}$`,
    ),
);

test('every English message is shown somewhere', () => {
  const unused = ENGLISH.filter(
    (key) =>
      !ELSEWHERE.test(key) &&
      !SOURCES.includes(`'${key}'`) &&
      !SOURCES.includes(`"${key}"`) &&
      !TEMPLATES.some((template) => template.test(key)),
  );
  expect(unused).toEqual([]);
});
