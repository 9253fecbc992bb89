import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { connectTarget, readAuthority } from './http-connect.ts';
import { headerValues, MAX_HEAD, readRequestHead } from './request-head.ts';

const read = (text: string) => readRequestHead(Buffer.from(text, 'latin1'));

function head(text: string) {
  const parsed = read(text);
  if (parsed.state !== 'parsed') throw new Error(parsed.state);
  return parsed.value;
}

describe('a request head', () => {
  test('is read with its headers, and what follows is left', () => {
    const text = 'CONNECT t.me:443 HTTP/1.1\r\nHost: t.me:443\r\nX-A:  b c \r\nx-a:\r\n\r\n';
    expect(read(`${text}\x16\x03\x01`)).toMatchObject({ length: text.length });
    expect(headerValues(head(text), 'x-a')).toEqual(['b c', '']);
  });

  test.each([
    ['a blank before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n'],
    ['a folded line', 'GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n'],
    ['a bare line feed', 'GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n'],
    ['a zero byte', 'GET / HTTP/1.1\r\nHost: a\0\r\n\r\n'],
    ['HTTP/2', 'GET / HTTP/2.0\r\n\r\n'],
    ['a lower-case method', 'get / HTTP/1.1\r\n\r\n'],
    ['a blank in the target', 'GET /a b HTTP/1.1\r\n\r\n'],
    ['too many headers', `GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(129)}\r\n`],
    ['no method at all', 'X'.repeat(40)],
    ['no end', `GET /${'x'.repeat(MAX_HEAD)}`],
  ])('with %s is malformed', (_what, text) => {
    expect(read(text).state).toBe('malformed');
  });

  test('takes any bytes in any pieces and says the same whatever follows (N8)', () => {
    const line = fc.constantFrom(
      'GET / HTTP/1.1\r\n',
      'CONNECT a:1 HTTP/1.1\r\n',
      'Host: a\r\n',
      '\r\n',
      'a: \xff\t\r\n',
      ' x\r\n',
    );
    const bytes = fc.array(fc.oneof(line, fc.string({ unit: 'binary-ascii' })), { maxLength: 8 });
    check(
      fc.property(bytes, (lines) => {
        const whole = Buffer.from(lines.join(''), 'latin1');
        let settled: ReturnType<typeof readRequestHead> | undefined;
        for (let end = 0; end <= whole.length; end++) {
          const parsed = readRequestHead(whole.subarray(0, end));
          if (settled?.state === 'parsed') expect(parsed).toEqual(settled);
          else if (settled?.state === 'malformed') expect(parsed.state).toBe('malformed');
          else if (parsed.state !== 'need-more') settled = parsed;
        }
      }),
    );
  });
});

describe('CONNECT', () => {
  test.each([
    ['web.whatsapp.com:443', { host: 'web.whatsapp.com', port: 443 }],
    ['[2001:67C::A]:5222', { host: '2001:67c::a', port: 5222 }],
    ['127.0.0.1:1', { host: '127.0.0.1', port: 1 }],
  ])('%s is a target', (text, target) => {
    expect(readAuthority(text)).toEqual(target);
  });

  test.each([
    'a',
    'a:',
    'a:0',
    'a:65536',
    ':443',
    '[::1]',
    '::1:443',
    '[1.2.3.4]:443',
    'u@a:443',
    '0x7f.1:80',
    '127.1:80',
    '2130706433:80',
    'http://a:80',
  ])('%s is none', (text) => {
    expect(readAuthority(text)).toBeUndefined();
  });

  test('has no content', () => {
    expect(connectTarget(head('CONNECT a:1 HTTP/1.1\r\nContent-Length: 0\r\n\r\n'))).toBeDefined();
    expect(connectTarget(head('CONNECT a:1 HTTP/1.1\r\nContent-Length: 5\r\n\r\n'))).toBeUndefined();
    expect(connectTarget(head('CONNECT a:1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n'))).toBeUndefined();
  });
});
