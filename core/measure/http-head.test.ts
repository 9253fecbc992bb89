import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NetError } from '../model/failure.ts';
import { check } from '../testing/fuzz.ts';
import { formatRequest, parseResponseHead } from './http-head.ts';

const parse = (head: string) => parseResponseHead(head, 'dialogue');

describe('a response head', () => {
  it('gives status and headers by lower-case name', () => {
    const { status, headers } = parse('HTTP/1.1 204 No Content\r\nDate: today\r\nX-A: 1\r\nx-a:  2 \r\n\r\n');
    expect(status).toBe(204);
    expect([...headers]).toEqual([
      ['date', 'today'],
      ['x-a', '1, 2'],
    ]);
  });

  it.each(['HTTP/1.0 200 OK\r\n\r\n', 'HTTP/1.1 200\r\n\r\n', 'HTTP/1.1 200 OK\n\n'])(
    'may look like %j',
    (head) => {
      expect(parse(head).status).toBe(200);
    },
  );

  it.each([
    '',
    'SSH-2.0-x\r\n\r\n',
    'HTTP/2 200\r\n\r\n',
    'HTTP/1.1 20\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
  ])('is not %j', (head) => {
    expect(() => parse(head)).toThrow(NetError);
  });

  it('is never a crash, whatever it holds (N8)', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `HTTP/1.1 200 ${rest}`),
    );
    check(
      fc.property(text, (head) => {
        try {
          parse(head);
        } catch (error) {
          if (!(error instanceof NetError)) throw error;
        }
      }),
    );
  });
});

describe('a request head', () => {
  it('asks for bytes as they are', () => {
    const head = formatRequest({ method: 'GET', host: 'a.test', port: 443, path: '/x' });
    expect(head).toMatch(/^GET \/x HTTP\/1\.1\r\nHost: a\.test\r\n/);
    expect(head).toContain('Accept-Encoding: identity\r\n');
    expect(head.endsWith('\r\n\r\n')).toBe(true);
  });

  it('names a port that is not the scheme’s, and brackets an IPv6 literal', () => {
    expect(formatRequest({ method: 'HEAD', host: '::1', port: 80, path: '/' })).toContain(
      'Host: [::1]:80\r\n',
    );
    expect(formatRequest({ method: 'GET', host: 'a.test', port: 80, path: '/' }, 80)).toContain(
      'Host: a.test\r\n',
    );
  });
});
