import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { expand, parseScenario, readScenarios } from './scenario.ts';
import { wireSchema } from './wire/config.ts';
import { mapWorld } from './world/map.ts';
import { readResources } from './world/resources.ts';
import { tokenLookup } from './world/tokens.ts';

const FOLDER = join(import.meta.dirname, 'scenarios');
const resources = readResources(join(import.meta.dirname, '..', 'resources'));
const lookup = tokenLookup(resources, mapWorld(resources));

test('tokens in lists are replaced at any depth, other text is left alone', () => {
  const two = () => ['a', 'b'];
  expect(expand({ rules: [{ names: ['$x', 'c'], price: '$5' }] }, two)).toEqual({
    rules: [{ names: ['a', 'b', 'c'], price: '$5' }],
  });
});

test('every scenario of the folder can be read and its wire is one', () => {
  const scenarios = readScenarios(FOLDER, [], lookup);
  expect(scenarios).toHaveLength(readdirSync(FOLDER).filter((file) => file.endsWith('.json')).length);
  for (const { wire } of scenarios) expect(v.is(wireSchema, wire)).toBe(true);
});

test('rules that a scenario wants tripped or untripped exist in its wire', () => {
  for (const { name, wire, expect: expected } of readScenarios(FOLDER, [], lookup)) {
    const ids = v.parse(wireSchema, wire).rules.map(({ kind, id }) => id ?? kind);
    expect({ name, ids }).toEqual({
      name,
      ids: expect.arrayContaining([
        ...expected.tripped,
        ...expected.untripped,
        ...Object.keys(expected.atMost),
      ]),
    });
  }
});

test('routes are regular expressions', () => {
  for (const { expect: expected } of readScenarios(FOLDER, [], lookup)) {
    for (const pattern of Object.values(expected.routes))
      expect(() => new RegExp(pattern ?? '')).not.toThrow();
  }
});

test('asking for a scenario that does not exist is an error that lists those that do', () => {
  expect(() => readScenarios(FOLDER, ['cleer'], lookup)).toThrow(/cleer.*there are: clear/);
});

test('a misspelt entry is an error that names the scenario', () => {
  expect(() => parseScenario('odd', '{"title":"t","limit":1,"expect":{"route":{}}}', lookup)).toThrow(/odd/);
});
