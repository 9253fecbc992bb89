import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { addGroup, getKey, hasGroup, removeGroup, setKey } from './ini.ts';

const GROUP = 'Proxy Settings';
const anyLine = fc.constantFrom(
  '',
  '[Proxy Settings]',
  '[Other]',
  'ProxyType=0',
  'ProxyType = 4 ',
  '# ProxyType=9',
  'Proxy Config Script=http://x.example/p.pac',
  'NoProxyFor=localhost\r',
  '[Proxy Settings][Nested]',
  'Name=Прокси',
);
const anyFile = fc
  .tuple(fc.array(anyLine, { maxLength: 10 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends && lines.length > 0 ? '\n' : ''));

test('a key that is set is read back, whatever else is in the file', () => {
  check(
    fc.property(anyFile, fc.constantFrom('ProxyType', 'socksProxy'), (file, key) => {
      const text = setKey(addGroup(file, GROUP), GROUP, key, '2');
      expect(getKey(text, GROUP, key)).toBe('2');
    }),
  );
});

test('a key that was not there goes without a trace, and the group with it', () => {
  check(
    fc.property(anyFile, (file) => {
      const grouped = addGroup(file, GROUP);
      const back = setKey(setKey(grouped, GROUP, 'socksProxy', 'x'), GROUP, 'socksProxy', null);
      expect(back).toBe(grouped);
      if (!hasGroup(file, GROUP)) {
        expect(removeGroup(back, GROUP).replace(/\n$/, '')).toBe(file.replace(/\n$/, ''));
      }
    }),
  );
});

test('a value that was there is put back byte for byte', () => {
  const file = '[Other]\r\nA=1\r\n\r\n[Proxy Settings]\nNoProxyFor=localhost\nProxyType=0\n\n[Last]\nB=2';
  const changed = setKey(file, GROUP, 'ProxyType', '2');
  expect(changed).toContain('\nProxyType=2\n');
  expect(setKey(changed, GROUP, 'ProxyType', '0')).toBe(file);
});

test('a comment and a key of another group are no value', () => {
  expect(getKey('[Other]\nProxyType=1\n[Proxy Settings]\n#ProxyType=2\n', GROUP, 'ProxyType')).toBeNull();
});
