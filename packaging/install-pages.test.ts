import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = join(root, 'docs', 'install');
const tags = readdirSync(join(root, 'resources', 'locales'));
const page = (tag: string) => readFileSync(join(pages, `${tag}.md`), 'utf8');
const About = v.object({ name: v.string(), direction: v.string(), translation: v.string() });
const json = (...path: string[]): unknown =>
  JSON.parse(readFileSync(join(root, 'resources', 'locales', ...path), 'utf8'));
const word = (tag: string, area: string, key: string) =>
  v.parse(v.record(v.string(), v.string()), json(tag, `${area}.json`))[key] ?? '';

/** What is the same in all languages: headings, steps, code, pictures, links. */
const bones = (text: string) => ({
  marks: text.match(/^(?:#+|\d\.|-|\||!\[|```)(?= |\[|`|$)/gm),
  code: text.match(/`[^`\n]+`/g)?.toSorted(),
  links: text.match(/\]\([^)]+\)/g)?.filter((link) => !/^\]\([\w-]+\.md\)$/.test(link)),
});

test.each(tags)('%s: the page has everything the English one has, and leads to all others', (tag) => {
  expect(bones(page(tag))).toEqual(bones(page('en')));
  for (const other of tags)
    if (other !== tag)
      expect(page(tag)).toContain(`[${v.parse(About, json(other, 'about.json')).name}](${other}.md)`);
});

test.each(tags)('%s: the page names buttons as the program does, and says who translated it', (tag) => {
  const { translation, direction } = v.parse(About, json(tag, 'about.json'));
  for (const [area, key] of [
    ['common', 'nav-settings'],
    ['settings', 'erase-button'],
    ['settings', 'restore'],
  ] as const)
    expect(page(tag)).toContain(word(tag, area, key));
  expect(page(tag).startsWith(`<!-- translation: ${translation} -->\n`)).toBe(true);
  expect(page(tag).includes('<div dir="rtl">')).toBe(direction === 'rtl');
});

test('pictures are drawn without words, and none is missing or left over', () => {
  const shown = new Set([...page('en').matchAll(/\]\(pictures\/([\w-]+\.svg)\)/g)].map(([, name]) => name));
  expect([...shown].sort()).toEqual(readdirSync(join(pages, 'pictures')).sort());
  for (const name of shown) {
    const drawing = readFileSync(join(pages, 'pictures', `${name}`), 'utf8');
    expect(drawing.match(/[a-z]{4,}(?=[^<>]*<\/(?:text|tspan))/gi) ?? []).toEqual([]);
    expect(drawing).not.toMatch(/<script|href|url\(/);
  }
  expect(existsSync(join(root, 'docs', 'verify.md'))).toBe(true);
});
