import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { parseRegistry, readRegistryTree } from './registry.ts';
import { SettingsError } from './settings/driver.ts';

test('what reg.exe prints is read key by key, odd names and empty values too', () => {
  const text = [
    'HKEY_CURRENT_USER\\X',
    '    (по умолчанию)    REG_SZ    ',
    '    Long  name    REG_EXPAND_SZ    %A%    b',
    '    Empty    REG_NONE',
    '',
    'HKEY_CURRENT_USER\\X\\Y Z',
    '',
  ].join('\r\n');
  expect(parseRegistry(text)).toEqual(
    new Map([
      [
        'HKEY_CURRENT_USER\\X',
        new Map([
          ['(по умолчанию)', { type: 'REG_SZ', text: '' }],
          ['Long  name', { type: 'REG_EXPAND_SZ', text: '%A%    b' }],
          ['Empty', { type: 'REG_NONE', text: '' }],
        ]),
      ],
      ['HKEY_CURRENT_USER\\X\\Y Z', new Map()],
    ]),
  );
});

test('a key that is not there holds nothing, and a reading that failed or was called off is no empty key', async () => {
  const run = () => Promise.reject(new SettingsError('refused', 'reg ended with 1'));
  const never = new AbortController().signal;
  expect(await readRegistryTree(['query', 'HKCU\\X'], { run, env: {} }, never)).toEqual(new Map());
  for (const error of [new SettingsError('timed-out', 'too slow'), new Error('called off')]) {
    const failing = { run: () => Promise.reject(error), env: {} };
    await expect(readRegistryTree(['query', 'HKCU\\X'], failing, never)).rejects.toBe(error);
  }
});

test('whatever else is printed is read as something or nothing', () => {
  check(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      for (const values of parseRegistry(`HKEY_X\n${text}`).values())
        for (const { type } of values.values()) expect(type).toMatch(/^REG_/);
    }),
  );
});
