import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { hostKeyAlgorithms, readHostKeyType } from './host-key-algorithms.ts';

test('the kind of key that is known is asked for first, and none is left out', () => {
  expect(hostKeyAlgorithms(undefined)[0]).toBe('ssh-ed25519');
  expect(hostKeyAlgorithms('ecdsa-sha2-nistp256')[0]).toBe('ecdsa-sha2-nistp256');
  expect(hostKeyAlgorithms('ssh-rsa').slice(0, 2)).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
  for (const type of [undefined, 'ssh-rsa', 'ssh-ed25519', 'unknown'])
    expect(new Set(hostKeyAlgorithms(type)).size).toBe(6);
});

test('SHA-1 is never offered', () => {
  expect(hostKeyAlgorithms('ssh-rsa')).not.toContain('ssh-rsa');
});

test('a key’s kind is read, whatever stands there', () => {
  expect(readHostKeyType(Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1'))).toBe('ssh-ed25519');
  check(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(readHostKeyType(Buffer.from(bytes))).toMatch(/^[\w@.-]{1,64}$/);
    }),
  );
});
