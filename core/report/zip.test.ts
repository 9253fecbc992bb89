import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { unzip } from './testing/unzip.ts';
import { zip } from './zip.ts';

const AT = Date.UTC(2026, 8, 14, 18, 30, 11);
const files = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
    bytes: fc.uint8Array({ maxLength: 3000 }),
  }),
  { selector: ({ name }) => name, maxLength: 5 },
);

test('what was packed is unpacked again, whatever it is called', () => {
  check(
    fc.property(files, (list) => {
      const unpacked = unzip(zip(list, AT));
      expect([...unpacked.keys()]).toEqual(list.map(({ name }) => name));
      for (const { name, bytes } of list) expect(unpacked.get(name)?.equals(bytes)).toBe(true);
    }),
  );
});

test('the same files make the same archive, and another moment is the only other thing in it', () => {
  const list = [{ name: 'a.txt', bytes: Buffer.from('hello hello hello') }];
  expect(zip(list, AT).equals(zip(list, AT))).toBe(true);
  expect(zip(list, AT).equals(zip(list, AT + 60_000))).toBe(false);
});

test('names, sizes and the time stand where other programs look for them', () => {
  const archive = zip([{ name: 'Отчёт.txt', bytes: Buffer.alloc(10) }], AT);
  expect(archive.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
  // Bit 11: the name is UTF-8. Deflated. 18:30:10, 14 September 2026.
  expect([archive.readUInt16LE(6), archive.readUInt16LE(8)]).toEqual([0x0800, 8]);
  expect(archive.readUInt16LE(10)).toBe((18 << 11) | (30 << 5) | 5);
  expect(archive.readUInt16LE(12)).toBe((46 << 9) | (9 << 5) | 14);
  expect(archive.readUInt32LE(22)).toBe(10);
});
