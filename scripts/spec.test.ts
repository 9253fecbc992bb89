import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const project = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(project, path), 'utf8');
const filesOf = (folder: string, ending: string) =>
  readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);

interface Naming {
  readonly rule: string;
  readonly by: string;
}

const rules = [...read('docs/SPEC.md').matchAll(/^- \*\*([A-Z]\d+)\*\* /gm)].map(([, rule = '']) => rule);

/** A title of `it` or `test`, also after `.each(…)`, that ends with rules: `… (N4)`, `… (N9, N10)`. */
const TITLE = /(['"`])(?:(?!\1).)* \(([A-Z]\d+(?:, [A-Z]\d+)*)\)\1,/g;
/** The same above a whole group of tests would claim too much. */
const GROUP = /describe\b[^'"`]*['"`][^\n]* \([A-Z]\d+(?:, [A-Z]\d+)*\)['"`],/;

const testFiles = ['core', 'cli', 'lab', 'scripts', 'electron', 'packaging', 'web'].flatMap((folder) =>
  filesOf(folder, '.test.ts'),
);
const byTests = testFiles.flatMap((file): Naming[] =>
  [...read(file).matchAll(TITLE)].flatMap(([, , named = '']) =>
    named.split(', ').map((rule) => ({ rule, by: file })),
  ),
);
const byScenarios = filesOf('lab/scenarios', '.json').flatMap((file): Naming[] => {
  const { rules: named = [] }: { rules?: string[] } = JSON.parse(read(file));
  return named.map((rule) => ({ rule, by: file }));
});
const namings = [...byTests, ...byScenarios];

test('docs/SPEC.md numbers its rules without a gap or a double', () => {
  expect(rules.length).toBeGreaterThan(40);
  for (const letter of new Set(rules.map((rule) => rule.charAt(0)))) {
    const numbers = rules.filter((rule) => rule.startsWith(letter)).map((rule) => Number(rule.slice(1)));
    expect([letter, numbers]).toEqual([letter, numbers.map((_, index) => index + 1)]);
  }
});

test('every rule is named by a test or a scenario', () => {
  expect(rules.filter((rule) => !namings.some((naming) => naming.rule === rule))).toEqual([]);
});

test('what is named is a rule', () => {
  expect(namings.filter(({ rule }) => !rules.includes(rule))).toEqual([]);
});

test('a rule is named by a test, not by a group of tests', () => {
  expect(testFiles.filter((file) => GROUP.test(read(file)))).toEqual([]);
});
