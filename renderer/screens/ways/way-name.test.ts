import { describe, expect, it } from 'vitest';
import { runsHere, wayName } from './way-name.ts';

describe('a way that runs on this computer', () => {
  it.each([
    'socks5://127.0.0.1:9150',
    'socks5://user:…@127.0.0.53:1080',
    'http://localhost:8080',
    'socks5://[::1]:1080',
    '127.0.0.1:9050',
    'tor://direct',
  ])('is known by its address: %s', (label) => {
    expect(runsHere({ label })).toBe(true);
  });

  it.each([
    'socks5://203.0.113.20:1080',
    'socks5://127.0.0.1@203.0.113.20:1080',
    'https://localhost.example.org:443',
    'tor://obfs4',
    'https://…@proxy.example.org:443/127.0.0.1:80',
    'socks5://127.0.0.1.example.org:80',
  ])('is not mistaken: %s', (label) => {
    expect(runsHere({ label })).toBe(false);
  });
});

describe('the name of a way', () => {
  const way = { id: 'a', name: null, label: '', hasPassword: false, addedAt: 0, last: null, list: null };
  it.each([
    [null, 'socks5://a.example:1080', 'socks5://a.example:1080'],
    [null, 'tor://direct', 'Tor'],
    [null, 'tor://obfs4,snowflake', 'Tor (obfs4,snowflake)'],
    ['Anna', 'tor://direct', 'Anna'],
  ])('%s, %s: %s', (name, label, expected) => {
    expect(wayName({ ...way, name, label })).toBe(expected);
  });
});
