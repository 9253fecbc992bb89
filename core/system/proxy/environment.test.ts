import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { proxyOfEnvironment } from './environment.ts';

const none = { kind: 'none' };
const named = (answer: string, bypass: readonly string[] = []) => ({ kind: 'by-hand', answer, bypass });

test.each([
  [{}, none],
  [{ https_proxy: ' ' }, none],
  [{ HTTP_PROXY: 'http://a.example:1' }, none],
  [{ https_proxy: 'ftp://a.example:1' }, none],
  [{ https_proxy: 'http://a.example:port' }, none],
  [{ https_proxy: 'a.example:3128' }, named('PROXY a.example:3128')],
  [{ HTTPS_PROXY: 'http://a.example' }, named('PROXY a.example:80')],
  [{ https_proxy: 'https://a.example' }, named('HTTPS a.example:443')],
  [{ ALL_PROXY: 'socks5h://[2001:db8::5]:9' }, named('SOCKS [2001:db8::5]:9')],
  [{ all_proxy: 'socks4://a.example', HTTPS_PROXY: 'http://b.example:1' }, named('PROXY b.example:1')],
  [
    {
      https_proxy: 'http://a.example:1',
      NO_PROXY: 'localhost, .corp.example company.example,10.0.0.0/8,10.1.1.1',
    },
    named('PROXY a.example:1', [
      'localhost',
      '.localhost',
      '.corp.example',
      'company.example',
      '.company.example',
      '10.0.0.0/8',
      '10.1.1.1',
    ]),
  ],
])('%j', (env: Readonly<Record<string, string>>, expected) => {
  expect(proxyOfEnvironment(env)).toEqual(expected);
});

test('what the proxy knows the person by is read beside it, and is not in what may be shown', () => {
  const proxy = proxyOfEnvironment({ https_proxy: 'http://anna:ge%40heim@a.example:1' });
  expect(proxy).toEqual({
    ...named('PROXY a.example:1'),
    credentials: { username: 'anna', password: 'ge@heim' },
  });
});

test('is read from whatever stands there (N8)', () => {
  check(
    fc.property(fc.string(), fc.string(), (https_proxy, no_proxy) => {
      expect(['none', 'by-hand']).toContain(proxyOfEnvironment({ https_proxy, no_proxy }).kind);
      expect(proxyOfEnvironment({ https_proxy: `http://${https_proxy}@a.example:1` }).kind).toBeDefined();
    }),
  );
});
