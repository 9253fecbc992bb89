import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import type { Parsed } from './parsed.ts';
import { readSocks4Request } from './socks4a.ts';
import { readCredentials, readMethods, readSocks5Request, socks5Refusal } from './socks5.ts';

const parsers: readonly (readonly [string, (bytes: Buffer) => Parsed<unknown>])[] = [
  ['readMethods', readMethods],
  ['readCredentials', readCredentials],
  ['readSocks5Request', readSocks5Request],
  ['readSocks4Request', readSocks4Request],
];

const request = (...bytes: (number | string)[]) =>
  readSocks5Request(Buffer.concat(bytes.map((b) => (typeof b === 'string' ? Buffer.from(b) : Buffer.of(b)))));

describe('SOCKS5 messages', () => {
  test('a name, an IPv4 and an IPv6 address are read in one spelling', () => {
    expect(request(5, 1, 0, 3, 17, 'Web.WhatsApp.com.', 1, 0xbb)).toMatchObject({
      value: { command: 1, target: { host: 'web.whatsapp.com', port: 443 } },
      length: 24,
    });
    expect(request(5, 1, 0, 1, 149, 154, 167, 51, 0, 80)).toMatchObject({
      value: { target: { host: '149.154.167.51', port: 80 } },
    });
    expect(
      request(5, 1, 0, 4, ...Buffer.from('2001067c04e8f002000000000000000a', 'hex'), 1, 0xbb),
    ).toMatchObject({
      value: { target: { host: '2001:67c:4e8:f002::a', port: 443 } },
    });
  });

  test('an IPv4 address in IPv6 clothes is the IPv4 address', () => {
    const mapped = Buffer.from('00000000000000000000ffff7f000001', 'hex');
    expect(request(5, 1, 0, 4, ...mapped, 0, 80)).toMatchObject({ value: { target: { host: '127.0.0.1' } } });
  });

  test('what is no target is told apart from what is no SOCKS5', () => {
    expect(request(5, 1, 0, 3, 3, 'a b', 0, 80)).toMatchObject({ value: { target: 'invalid' } });
    expect(request(5, 1, 0, 3, 1, 'a', 0, 0)).toMatchObject({ value: { target: 'invalid' } });
    expect(request(5, 1, 0, 9, 1)).toMatchObject({ value: { target: 'unknown-type' } });
    expect(request(5, 1, 7)).toEqual({ state: 'malformed' });
    expect(request(22, 3)).toEqual({ state: 'malformed' });
  });

  test('credentials may be empty', () => {
    expect(readCredentials(Buffer.of(1, 0, 0))).toMatchObject({ value: { username: '', password: '' } });
  });

  test('refusals have codes of their own', () => {
    expect(socks5Refusal('connection-refused')[1]).toBe(5);
    expect(socks5Refusal('forbidden')[1]).toBe(2);
  });
});

describe('SOCKS4 messages', () => {
  test('4 carries an address, 4a a name behind the user id', () => {
    expect(readSocks4Request(Buffer.from('\x04\x01\x01\xbb\x95\x9a\xa7\x33me\0', 'latin1'))).toMatchObject({
      value: { command: 1, target: { host: '149.154.167.51', port: 443 } },
      length: 11,
    });
    expect(readSocks4Request(Buffer.from('\x04\x01\x00\x50\0\0\0\x01\0t.me\0GET', 'latin1'))).toMatchObject({
      value: { target: { host: 't.me', port: 80 } },
      length: 14,
    });
  });

  test('a user id or name without an end is given up at 255 bytes', () => {
    const start = '\x04\x01\x00\x50\0\0\0\x01';
    expect(readSocks4Request(Buffer.from(start + 'x'.repeat(255), 'latin1')).state).toBe('need-more');
    expect(readSocks4Request(Buffer.from(start + 'x'.repeat(256), 'latin1')).state).toBe('malformed');
  });
});

describe.each(parsers)('%s', (_name, parse) => {
  test('takes any bytes in any pieces, says the same whatever follows, and holds a bounded amount (N8)', () => {
    const anyStart = fc.constantFrom(
      [],
      [1],
      [4, 1],
      [5],
      [5, 1, 0],
      [5, 1, 0, 3],
      [4, 1, 0, 80, 0, 0, 0, 1],
    );
    check(
      fc.property(anyStart, fc.uint8Array({ maxLength: 700 }), (start, rest) => {
        const bytes = Buffer.from([...start, ...rest]);
        let settled: Parsed<unknown> | undefined;
        for (let end = 0; end <= bytes.length; end++) {
          const parsed = parse(bytes.subarray(0, end));
          if (parsed.state === 'parsed') expect(parsed.length).toBeLessThanOrEqual(end);
          if (settled === undefined && parsed.state !== 'need-more') settled = parsed;
          else if (settled?.state === 'malformed') expect(parsed.state).toBe('malformed');
          else if (settled?.state === 'parsed') expect(parsed).toMatchObject({ value: settled.value });
        }
        if (bytes.length > 530) expect(settled).toBeDefined();
      }),
    );
  });
});
