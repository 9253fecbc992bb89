import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemRandom } from '../net/system-clock.ts';
import { makeCertificate } from './certificate.ts';

test('a certificate of our own signs itself, holds today, and names nobody', async () => {
  const now = Date.UTC(2026, 10, 26);
  const { cert, key } = await makeCertificate(systemRandom, now);
  const read = new X509Certificate(cert);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.subject).toMatch(/^CN=[0-9a-f]{16}\.example$/);
  expect(read.issuer).toBe(read.subject);
  expect(new Date(read.validFrom).getTime()).toBeLessThan(now);
  expect(new Date(read.validTo).getTime()).toBe(now + 365 * 24 * 3600 * 1000);
  expect(key).toContain('BEGIN PRIVATE KEY');
});
