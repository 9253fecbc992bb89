import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { OfflineGuidesSchema, OfflineListSchema } from './offline.ts';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../resources/${path}`, import.meta.url), 'utf8'));
const words = (area: string) =>
  Object.keys(v.parse(v.record(v.string(), v.string()), read(`locales/en/${area}.json`)));
const known = new Set(['offline', 'no-way'].flatMap((area) => words(area).map((key) => `${area}.${key}`)));

const guides = v.parse(OfflineGuidesSchema, read('offline/guides.json'));
const lists = ['prepare', 'words'].map((name) => v.parse(OfflineListSchema, read(`offline/${name}.json`)));

test('what helps without internet is complete: every word of it stands in the English catalogue', () => {
  const used = [
    ...guides.flatMap(({ title, points }) => [title, ...points]),
    ...lists.flatMap((list) => list.map(({ text }) => text)),
  ];
  expect(used.filter((key) => !known.has(key))).toEqual([]);
});

test('there is a guide for phone to phone, for SMS, for satellite and for the battery, each once', () => {
  const ids = guides.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['bitchat', 'briar', 'sms', 'satellite', 'battery']));
  for (const list of [ids, ...lists.map((one) => one.map(({ id }) => id))])
    expect(new Set(list).size).toBe(list.length);
});
