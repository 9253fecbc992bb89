import { expect, test } from 'vitest';
import { personalWords } from './personal.ts';

const NOBODY = { env: {}, hostname: '', username: '', homedir: '', interfaces: [] };
const FACTS = { traits: [], hardware: [], insideVpn: false, connected: true };

/** The words that would be hidden because of one saved way. */
const wordsOf = (expression: string) =>
  personalWords(NOBODY, '', FACTS, { servers: [{ expression, addedAt: 0 }], lists: [] }).words.map(
    ({ text }) => text,
  );

test('what engines of others are told of a server is the person’s own', () => {
  const words = wordsOf(
    'vless://b831381d-6324-4d53-ad4f-8cda48b30811@a.example:443?security=reality&sni=b.example&pbk=Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA&sid=0a1b2c3d4e5f6071',
  );
  expect(words).toEqual(
    expect.arrayContaining([
      ...['a.example', 'b.example', 'b831381d-6324-4d53-ad4f-8cda48b30811', '0a1b2c3d4e5f6071'],
      'Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA',
    ]),
  );
  expect(words).not.toContain('reality');
});

test('so is where every bridge of Tor is, and what it is known by', () => {
  const fingerprint = '48762FD350DB1FE04DD4F44ADD7AFD9E82F34DDD';
  const lines = `obfs4 192.0.2.1:443 ${fingerprint} cert=Q0tkMsbKTHNobLVMjPgS iat-mode=0\n[2001:db8::7]:9001`;
  const words = wordsOf(`tor://obfs4,vanilla?bridges=${encodeURIComponent(lines)}`);
  expect(words).toEqual(
    expect.arrayContaining(['192.0.2.1', '2001:db8::7', fingerprint, 'Q0tkMsbKTHNobLVMjPgS']),
  );
});
