import * as v from 'valibot';
import { expect, test } from 'vitest';
import { SettingsViewSchema } from '../../contract/state.ts';
import { mentioned, settingsView } from './settings-view.ts';

test('whatever screens can set is kept and shown again, and nothing else is touched', () => {
  const set = v.parse(SettingsViewSchema, {
    ...{ language: 'fa', theme: 'dark', textSize: 'large', welcomed: true, trayExplained: true },
    ...{ plainLook: true, prepared: ['apps', 'power'] },
  });
  expect(Object.keys(set).sort()).toEqual(Object.keys(SettingsViewSchema.entries).sort());
  expect(settingsView({ version: 1, onlyThrough: [], ...mentioned(set) })).toEqual(set);
  expect(mentioned({})).toEqual({});
});
