import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NetError } from '../../model/failure.ts';
import { check } from '../../testing/fuzz.ts';
import { createReplyReader, MAX_HEAD_BYTES } from './http-reply.ts';

/** Reads a reply cut at the given places: `status|rest`, or `not a proxy`, or `more`. */
function read(text: string, cuts: readonly number[] = []): string {
  const bytes = Buffer.from(text, 'latin1');
  const reader = createReplyReader();
  const edges = [...new Set([0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length])].sort(
    (a, b) => a - b,
  );
  try {
    for (let at = 0; at + 1 < edges.length; at += 1) {
      const taken = reader(bytes.subarray(edges[at], edges[at + 1]));
      const unread = bytes.subarray(edges[at + 1]).toString('latin1');
      if (taken !== undefined) return `${taken.value}|${taken.rest.toString('latin1')}${unread}`;
    }
    return 'more';
  } catch (error) {
    return error instanceof NetError && error.failure === 'x_proxy_not_a_proxy'
      ? 'not a proxy'
      : String(error);
  }
}

describe('The reply to CONNECT', () => {
  test.each([
    ['HTTP/1.1 200 Connection established\r\n\r\n', '200|'],
    ['HTTP/1.0 200 OK\r\nVia: 1.1 squid\r\nX-Empty:\r\n\r\n', '200|'],
    ['HTTP/1.1 200\r\n\r\n\x16\x03\x03', '200|\x16\x03\x03'],
    ['HTTP/1.1 200 \r\n\r\nSSH-2.0-x\r\n\r\n', '200|SSH-2.0-x\r\n\r\n'],
    [
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\nrest',
      '200|rest',
    ],
    ['HTTP/1.1 101 Switching Protocols\r\n\r\nframes', '101|frames'],
    ['HTTP/1.1 407 \xd0\xff\r\nContent-Length: 9\r\n\r\n<html>', '407|<html>'],
    ['', 'more'],
    ['HTTP/1.1 200 OK\r\nA: b\r\n', 'more'],
  ])('%j is read as %j', (text, expected) => {
    const cut = Array.from({ length: text.length }, (_, index) => index);
    expect(read(text)).toBe(expected);
    expect(read(text, cut)).toBe(expected);
  });

  test.each([
    'S',
    'SSH-2.0-OpenSSH_9.2\r\n',
    '\x15\x03\x01\x00\x02\x02\x46',
    '\x05\xff',
    'HTTP/2 200\r\n\r\n',
    'HTTP/1.2 200 OK\r\n\r\n',
    'http/1.1 200 OK\r\n\r\n',
    'HTTP/1.1  200 OK\r\n\r\n',
    'HTTP/1.1 20 OK\r\n\r\n',
    'HTTP/1.1 2000 OK\r\n\r\n',
    'HTTP/1.1 999 OK\r\n\r\n',
    'HTTP/1.1 200 OK\n\n',
    'HTTP/1.1 200 OK\r\nA: b\n',
    'HTTP/1.1 200 OK\r\n folded: b\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    'HTTP/1.1 200 OK\r\nspace : b\r\n\r\n',
    'HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n',
    'HTTP/1.1 200 OK\r\nA: \x00\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\nSSH',
  ])('%j is refused at once', (text) => {
    expect(read(text)).toBe('not a proxy');
  });

  test('has a head of at most 8 KiB, interim replies counted (N8)', () => {
    const filled = (length: number) => {
      const [before, after] = ['HTTP/1.1 200 OK\r\nA: ', '\r\n\r\n'];
      return `${before}${'x'.repeat(length - before.length - after.length)}${after}`;
    };
    expect(read(filled(MAX_HEAD_BYTES))).toBe('200|');
    expect(read(`${filled(MAX_HEAD_BYTES)}rest`)).toBe('200|rest');
    expect(read(filled(MAX_HEAD_BYTES + 1))).toBe('not a proxy');
    expect(read(filled(MAX_HEAD_BYTES + 1).slice(0, -4))).toBe('more');
    expect(read(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(MAX_HEAD_BYTES)}`)).toBe('not a proxy');
    expect(read('HTTP/1.1 100 Continue\r\n\r\n'.repeat(400))).toBe('not a proxy');
  });

  test('means the same however it arrives (N8)', () => {
    const line = fc.constantFrom(
      'HTTP/1.1 200 OK\r\n',
      'HTTP/1.1 100 C\r\n',
      'A: b\r\n',
      '\r\n',
      '\n',
      'x',
      'HTTP/1.1 ',
    );
    const anyReply = fc.oneof(
      fc.array(line, { maxLength: 8 }).map((lines) => lines.join('')),
      fc
        .uint8Array({ maxLength: 80 })
        .map((bytes) => `HTTP/1.1 200 OK\r\n${Buffer.from(bytes).toString('latin1')}`),
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    );
    check(
      fc.property(anyReply, fc.array(fc.nat(100)), (text, cuts) => {
        const whole = read(text);
        expect(whole).toMatch(/^(?:[1-5]\d\d\||not a proxy$|more$)/);
        expect(read(text, cuts)).toBe(whole);
      }),
    );
  });
});
