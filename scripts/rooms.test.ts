import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

/** The first two columns of the table: what stands in backquotes, and what it may import. */
const rows = [...read('docs/rooms.md').matchAll(/^\| (.*?`.*?) \| (.*?) \|/gm)].map(([, first, second]) => ({
  places: [...(first ?? '').matchAll(/`([^`]+)`/g)].map(([, place = '']) => place),
  may: (second ?? '').split(', '),
}));
const rooms = rows.flatMap(({ places: [place = ''], may }) => {
  const name = /^core\/([\w-]+)$/.exec(place)?.[1];
  return name === undefined ? [] : [{ name, may }];
});
const shells = rows.flatMap(({ places }) => places.filter((place) => !place.startsWith('core/')));

const Rules = v.optional(
  v.object({
    noRestrictedImports: v.object({
      options: v.object({ patterns: v.array(v.object({ group: v.array(v.string()) })) }),
    }),
  }),
);
const Biome = v.object({
  overrides: v.array(
    v.object({
      includes: v.array(v.string()),
      linter: v.optional(v.object({ rules: v.optional(v.object({ style: Rules })) })),
    }),
  ),
});
const { overrides } = v.parse(Biome, JSON.parse(read('biome.json')));

/** What may not be imported there, by the override that names the folder. */
function banned(folder: string): readonly string[] | undefined {
  const rule = overrides.find(({ includes }) => includes.includes(folder))?.linter?.rules?.style;
  return rule?.noRestrictedImports.options.patterns.flatMap(({ group }) => group).sort();
}

const inside = (names: readonly string[], within = '') => names.map((name) => `**/${within}${name}/**`);
const ENGINE = ['**/engine/**', '**/engine.ts'];
const CONTRACT = ['**/contract.ts', '**/contract/**'];
const LINK = ['**/link.ts', '**/link/**'];
const KIT = ['**/shell-kit.ts', '**/shell-kit/**'];
const allBut = (names: readonly string[]) =>
  rooms.map(({ name }) => name).filter((name) => !names.includes(name));

test('the table of rooms can be read', () => {
  expect(rooms.length).toBeGreaterThanOrEqual(8);
  expect(shells).toEqual(expect.arrayContaining(['cli', 'lab', 'bench']));
  const known = ['–', ...rooms.map(({ name }) => name)];
  expect(rooms.flatMap(({ may }) => may).filter((name) => !known.includes(name))).toEqual([]);
});

test.each(rooms)('core/$name may import what docs/rooms.md says and nothing else', ({ name, may }) => {
  const expected = [
    ...inside(allBut([name, ...may])),
    ...ENGINE,
    ...CONTRACT,
    ...LINK,
    ...KIT,
    ...inside(shells),
  ];
  expect(banned(`core/${name}/**`)).toEqual(expected.sort());
});

test('the engine may import every room and no shell, the contract the model alone, link and shell-kit both of these', () => {
  for (const place of ['core/engine.ts', 'core/engine/**'])
    expect(banned(place)).toEqual([...LINK, ...KIT, ...inside(shells)].sort());
  const beyondModel = [...inside(allBut(['model'])), ...ENGINE, ...inside(shells)];
  for (const place of ['core/contract.ts', 'core/contract/**'])
    expect(banned(place)).toEqual([...beyondModel, ...LINK, ...KIT].sort());
  for (const place of ['core/link.ts', 'core/link/**'])
    expect(banned(place)).toEqual([...beyondModel, ...KIT].sort());
  for (const place of ['core/shell-kit.ts', 'core/shell-kit/**'])
    expect(banned(place)).toEqual([...beyondModel, ...LINK].sort());
});

test('shells know engine, link, shell-kit, contract and model, screens the last two, the lab nothing', () => {
  const deep = inside([...allBut(['model']), 'engine', 'contract', 'link', 'shell-kit'], 'core/');
  for (const shell of ['cli', 'electron', 'web']) expect(banned(`${shell}/**`)).toEqual([...deep].sort());
  const others = inside(['cli', 'electron', 'web']);
  const facades = ['engine', 'link', 'shell-kit'].map((name) => `**/core/${name}.ts`);
  expect(banned('renderer/**')).toEqual([...deep, ...facades, ...others].sort());
  for (const judge of ['lab', 'bench']) expect(banned(`${judge}/**`)).toEqual(['**/core/**']);
});
