import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Authority } from './authority.ts';
import { publicKeyHash } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'footbridge-lab-'));
afterAll(() => rmSync(folder, { recursive: true }));
const read = (path: string) => new X509Certificate(readFileSync(path));
const authority = new Authority(folder, 'lab', '/CN=A root');

test('a leaf carries names and addresses and chains to its root', () => {
  const leaf = read(authority.issue('leaf', ['a.example', '192.0.2.1', '2001:db8::1']).cert);
  expect(leaf.checkHost('a.example')).toBe('a.example');
  expect(leaf.checkIP('192.0.2.1')).toBe('192.0.2.1');
  expect(leaf.subjectAltName).toContain('2001:DB8');
  expect(leaf.checkIssued(read(authority.root.cert))).toBe(true);
});

test('a client whose clock is a year off, either way, finds a leaf invalid', () => {
  const { validFrom, validTo } = read(
    authority.issue('leaf', ['a.example', '192.0.2.1', '2001:db8::1']).cert,
  );
  const year = 365 * 86_400_000;
  expect(Date.now() - year).toBeLessThan(Date.parse(validFrom));
  expect(Date.now() + year).toBeGreaterThan(Date.parse(validTo));
});

test('roots and leaves are kept, and a leaf is made again when its names change', () => {
  const serial = (names: string[]) => read(authority.issue('kept', names).cert).serialNumber;
  const first = serial(['a.example']);
  expect(serial(['a.example'])).toBe(first);
  expect(serial(['a.example', 'b.example'])).not.toBe(first);
  const again = new Authority(folder, 'lab', '/CN=A root');
  expect(read(again.root.cert).serialNumber).toBe(read(authority.root.cert).serialNumber);
});

test('the hash a browser is given is that of the key', () => {
  expect(publicKeyHash(authority.root)).toMatch(/^[A-Za-z0-9+/]{43}=$/);
});
