import { expect, test } from 'vitest';
import type { Way } from '../../core/contract.ts';
import { isolate } from '../i18n/isolate.ts';
import { serverName } from './server-name.ts';

const way = (label: string, name: string | null): Way => ({
  ...{ id: 'server:1', name, label, hasPassword: true, addedAt: 0, list: null, last: null },
});
const VERA = way('socks5://•••@203.0.113.20:1080', 'Aunt Vera');

test('a server is called as the person calls it, whatever stands around it in the label', () => {
  expect(serverName('socks5://•••@203.0.113.20:1080', [VERA])).toBe(isolate('Aunt Vera'));
  expect(serverName('doh:quad9 | socks5://•••@203.0.113.20:1080 | tlsfrag:sni', [VERA])).toBe(
    isolate('Aunt Vera'),
  );
});

test('a chain of servers has the name of the chain, not of one of its links', () => {
  const chain = 'socks5://127.0.0.1:9150 | https://•••@bridge.example:443';
  expect(serverName(chain, [VERA, way('socks5://127.0.0.1:9150', 'Tor Browser')])).toBe(
    isolate('bridge.example:443'),
  );
  expect(serverName(chain, [way(chain, 'Both')])).toBe(isolate('Both'));
});

test('a server without a name is told by its address alone', () => {
  expect(serverName('ss://•••@[2001:db8::1]:8388', [way('ss://•••@[2001:db8::1]:8388', null)])).toBe(
    isolate('[2001:db8::1]:8388'),
  );
  expect(serverName('203.0.113.20:1080', [])).toBe(isolate('203.0.113.20:1080'));
});
