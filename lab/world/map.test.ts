import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AddressBook } from './addresses.ts';
import { mapWorld } from './map.ts';
import { readResources } from './resources.ts';
import { tokenLookup } from './tokens.ts';

const resources = readResources(join(import.meta.dirname, '..', '..', 'resources'));
const map = mapWorld(resources);
const hosts = [...map.hosts.values()];

test('every host of the product’s data exists, with addresses of its own', () => {
  for (const { samples } of resources.messengers.flatMap(({ purposes }) => purposes)) {
    for (const { host } of samples.flat()) expect(map.hosts.has(host)).toBe(true);
  }
  const addresses = hosts.flatMap(({ v4, v6 }) => [...v4, ...v6]);
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(hosts.flatMap(({ v4 }) => v4).every(isIPv4)).toBe(true);
  expect(hosts.flatMap(({ v6 }) => v6).every(isIPv6)).toBe(true);
});

test('addresses are the same in every run and do not depend on other names', () => {
  const [first, second] = [new AddressBook(), new AddressBook()];
  second.add('another.example', 'other');
  expect(second.add('www.example', 'other')).toEqual(first.add('www.example', 'other'));
});

test('published addresses are kept, literals are their own', () => {
  const book = new AddressBook();
  expect(book.add('h.example', 'signal', ['192.0.2.1', '2001:db8::1'])).toEqual({
    v4: ['192.0.2.1'],
    v6: ['2001:db8::1'],
  });
  expect(book.add('149.154.167.51', 'telegram').v4).toEqual(['149.154.167.51']);
});

test('web.whatsapp.com has two addresses in two networks', () => {
  const networks = map.hosts.get('web.whatsapp.com')?.v4.map((address) => address.split('.', 3).join('.'));
  expect(new Set(networks).size).toBe(2);
});

test('chat hosts speak their own protocol, web hosts TLS, Signal’s with its own root', () => {
  expect(map.hosts.get('e1.whatsapp.net')).toMatchObject({ role: 'noise' });
  expect(map.hosts.get('e1.whatsapp.net')?.ports).toEqual(expect.arrayContaining([443, 5222]));
  expect(map.hosts.get('149.154.167.51')).toMatchObject({ role: 'obfuscated2' });
  expect(map.hosts.get('web.telegram.org')).toMatchObject({ role: 'web', root: 'lab' });
  expect(map.hosts.get('chat.signal.org')).toMatchObject({ role: 'web', root: 'signal' });
});

test('the apps’ pages are larger than what a freezing censor lets through', () => {
  for (const host of ['web.whatsapp.com', 'web.telegram.org']) {
    const page = map.pages.find((entry) => entry.host === host && entry.path === '/');
    expect(page?.bytes).toBeGreaterThanOrEqual(128 << 10);
  }
});

test('tokens stand for names by suffix, for addresses, and never for nothing', () => {
  const lookup = tokenLookup(resources, map);
  expect(lookup('names:whatsapp')).toContain('whatsapp.net');
  expect(lookup('names:whatsapp')).not.toContain('e1.whatsapp.net');
  expect(lookup('names')).toEqual(expect.arrayContaining(['whatsapp.com', 'signal.org', 'telegram.org']));
  expect(lookup('addresses:domestic').length).toBeGreaterThan(1);
  expect(lookup('resolver:quad9')).toContain('9.9.9.9');
  for (const nothing of ['names:icq', 'resolver:nobody', 'moon'])
    expect(() => lookup(nothing)).toThrow(nothing);
});
