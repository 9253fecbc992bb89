import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../testing/authority.ts';
import { extraCertificates, readExtraCertificates, trustedRoots } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'footbridge-trust-'));
const first = createAuthority('first').cert.trim();
const second = createAuthority('second').cert.trim();
const file = join(folder, 'extra.pem');
writeFileSync(file, `# a comment\n${first}\n\n${second}\n`);

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** Roots as short names, so that a difference can be read. */
const named = (roots: readonly string[]) =>
  roots.map((pem) => {
    const index = rootCertificates.indexOf(pem);
    if (index >= 0) return index;
    return pem === first ? 'first' : pem === second ? 'second' : 'unknown';
  });
const bundled = named(rootCertificates);

describe('trustedRoots', () => {
  it("are exactly Node's bundled ones where nothing is added (N4)", () => {
    expect(named(trustedRoots({ extra: null }))).toEqual(bundled);
  });

  it('stay so where Node is told to use the store of the operating system', async () => {
    vi.stubEnv('NODE_USE_SYSTEM_CA', '1');
    vi.stubEnv('NODE_OPTIONS', '--use-system-ca');
    vi.stubEnv('SSL_CERT_FILE', file);
    vi.stubEnv('NODE_EXTRA_CA_CERTS', '');
    vi.resetModules();
    const { trustedRoots: fresh } = await import('./trust.ts');
    expect(named(fresh())).toEqual(bundled);
  });

  it("gain Signal's own root where asked (N4)", () => {
    expect(named(trustedRoots({ signal: first, extra: null }))).toEqual([...bundled, 'first']);
  });

  it('are the same array for the same options, so that what is made of it can be kept', () => {
    const roots = trustedRoots({ signal: first });
    expect(trustedRoots({ signal: first }) === roots).toBe(true);
    expect(trustedRoots({ signal: second }) === roots).toBe(false);
  });
});

describe('extra certificates', () => {
  it('come from the file that NODE_EXTRA_CA_CERTS names, are trusted, and are told about', async () => {
    vi.stubEnv('NODE_EXTRA_CA_CERTS', file);
    vi.resetModules();
    const fresh = await import('./trust.ts');
    expect(fresh.extraCertificates()).toEqual({ file, certificates: [first, second] });
    expect(named(fresh.trustedRoots())).toEqual([...bundled, 'first', 'second']);
  });

  it('are none where the variable is not set', () => {
    expect(readExtraCertificates(undefined)).toBeUndefined();
    expect(readExtraCertificates('')).toBeUndefined();
    if (process.env.NODE_EXTRA_CA_CERTS === undefined) expect(extraCertificates()).toBeUndefined();
  });

  it('are an empty list where the file is missing or holds none, so that the shell can say so', () => {
    const missing = join(folder, 'missing.pem');
    expect(readExtraCertificates(missing)).toEqual({ file: missing, certificates: [] });
    const other = join(folder, 'other.txt');
    writeFileSync(other, 'nothing here');
    expect(readExtraCertificates(other)).toEqual({ file: other, certificates: [] });
  });
});
