import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { HEAD_BYTES, programKind } from './program-kind.ts';

const bytes = (letters: string) => Buffer.from(letters, 'latin1');
const tar = Buffer.concat([Buffer.alloc(257), bytes('ustar\x0000')]);

test.each([
  ['a ZIP', bytes('PK\x03\x04rest'), 'xray.zip', 'archive'],
  ['a .tar.gz, whatever it is called', bytes('\x1f\x8b\x08'), 'sing-box', 'archive'],
  ['a .tar.xz', bytes('\xfd7zXZ\x00'), 'tor.tar.xz', 'archive'],
  ['a bare tar', tar, 'tor', 'archive'],
  ['a package of Debian', bytes('!<arch>\n'), 'tor.deb', 'archive'],
  ['a disk image', bytes('whatever'), 'Xray.DMG', 'archive'],
  ['a program of Linux', bytes('\x7fELF\x02'), 'xray', 'program'],
  ['a program of Windows', bytes('MZ\x90'), 'xray.exe', 'other-system'],
  ['a program of macOS', bytes('\xcf\xfa\xed\xfe'), 'xray', 'other-system'],
  ['a script', bytes('#!/bin/sh\n'), 'xray', 'something-else'],
  ['a page', bytes('<!DOCTYPE html>'), 'xray', 'something-else'],
  ['nothing', bytes(''), 'xray', 'something-else'],
] as const)('%s is told by its first bytes', (_, head, name, kind) => {
  expect(programKind(head, name, 'linux')).toBe(kind);
});

test('what is a program depends on the system', () => {
  const [elf, pe, mach] = [bytes('\x7fELF\x02'), bytes('MZ\x90'), bytes('\xca\xfe\xba\xbe')];
  expect(programKind(pe, 'xray.exe', 'win32')).toBe('program');
  expect(programKind(mach, 'xray', 'darwin')).toBe('program');
  expect(programKind(elf, 'xray', 'darwin')).toBe('other-system');
});

test('any bytes of any length are told, and nothing but a program of this system is called one (N8)', () => {
  check(
    fc.property(fc.uint8Array({ maxLength: HEAD_BYTES }), fc.string(), (head, name) => {
      const kind = programKind(head, name, 'linux');
      if (kind === 'program') expect([...head.subarray(0, 4)]).toEqual([0x7f, 0x45, 0x4c, 0x46]);
    }),
  );
});
