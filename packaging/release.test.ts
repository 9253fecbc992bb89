import { expect, test } from 'vitest';
import { signing } from './release.mjs';

const MAC = { CSC_LINK: 'key', CSC_KEY_PASSWORD: 'word', CSC_NAME: 'Somebody (TEAM)' };
const NOTARY = { APPLE_API_KEY_P8: 'text', APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' };
const NONE = Object.fromEntries(
  [...Object.keys(MAC), ...Object.keys(NOTARY), 'WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'].map((key) => [
    key,
    '',
  ]),
);

test.each(['--linux', '--win', '--mac'])(
  'without keys %s is packaged unsigned, and nothing looks for any',
  (system) => {
    expect(signing(system, { ...NONE, PATH: '/bin' })).toEqual({
      options: [],
      p8: null,
      env: { PATH: '/bin', CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
    });
  },
);

test('macOS is signed by name, and notarised where Apple’s key is there too', () => {
  const signed = signing('--mac', { ...NONE, ...MAC });
  expect(signed).toEqual({
    options: ['-c.mac.identity=Somebody (TEAM)', '-c.mac.notarize=false'],
    p8: null,
    env: MAC,
  });
  const notarised = signing('--mac', { ...NONE, ...MAC, ...NOTARY });
  expect(notarised.options).toContain('-c.mac.notarize=true');
  expect(notarised.p8).toBe('text');
  expect(notarised.env).toEqual({ ...MAC, APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' });
});

test('half a set of keys is none, and no system is handed another one’s', () => {
  expect(signing('--win', { ...NONE, WIN_CSC_LINK: 'key' }).env).not.toHaveProperty('WIN_CSC_LINK');
  const all = { ...MAC, ...NOTARY, WIN_CSC_LINK: 'key', WIN_CSC_KEY_PASSWORD: 'word' };
  expect(signing('--win', all).env).toEqual({ WIN_CSC_LINK: 'key', WIN_CSC_KEY_PASSWORD: 'word' });
  expect(signing('--linux', all).env).toEqual({ CSC_IDENTITY_AUTO_DISCOVERY: 'false' });
});
