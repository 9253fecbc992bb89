import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROXY_FAILURES } from '../../model/failure.ts';
import { check } from '../../testing/fuzz.ts';
import { readSocks4, readSocks5 } from './socks-reply.ts';

const GRANTED = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

describe('What a SOCKS5 server has said', () => {
  test.each([
    [[], null, 'x_proxy_not_a_proxy'],
    [[5], null, 'x_proxy_not_a_proxy'],
    [[5, 0], null, 'x_proxy_far_end_failed'],
    [[5, 2], null, 'x_proxy_bad_credentials'],
    [[5, 2, 1], null, 'x_proxy_bad_credentials'],
    [[5, 2, 1, 0], null, 'x_proxy_far_end_failed'],
    [[5, 0, ...GRANTED], null, 'x_proxy_far_end_failed'],
    [[5, 2, 1, 0, ...GRANTED], null, 'x_proxy_far_end_failed'],
  ])('%j is in order', (bytes, failure, ifEnded) => {
    expect(readSocks5(Buffer.from(bytes), true)).toEqual({ failure, ifEnded });
  });

  test.each([
    [[0x53], 'x_proxy_not_a_proxy'],
    [[4], 'x_proxy_not_a_proxy'],
    [[5, 0xff], 'x_proxy_bad_credentials'],
    [[5, 1], 'x_proxy_not_a_proxy'],
    [[5, 2, 1, 1], 'x_proxy_bad_credentials'],
    [[5, 0, 4], 'x_proxy_not_a_proxy'],
    [[5, 0, 5, 2], 'x_proxy_forbidden_target'],
    [[5, 2, 1, 0, 5, 5], 'x_proxy_far_end_failed'],
    [[5, 0, 5, 9], 'x_proxy_not_a_proxy'],
    [[5, 0, 5, 0, 0, 2], 'x_proxy_not_a_proxy'],
  ])('%j is %s', (bytes, failure) => {
    expect(readSocks5(Buffer.from(bytes), true).failure).toBe(failure);
  });

  test('asks for a password we do not have', () => {
    expect(readSocks5(Buffer.from([5, 2]), false).failure).toBe('x_proxy_bad_credentials');
  });
});

test('What a SOCKS4 server has said is its result', () => {
  const results = [[], [0], [0, 90], [0, 91], [0, 93], [0, 84], [4, 90], [72]];
  expect(results.map((bytes) => readSocks4(Buffer.from(bytes)).failure)).toEqual([
    null,
    null,
    null,
    'x_proxy_far_end_failed',
    'x_proxy_bad_credentials',
    'x_proxy_not_a_proxy',
    'x_proxy_not_a_proxy',
    'x_proxy_not_a_proxy',
  ]);
});

test('What was wrong once stays wrong, whatever follows', () => {
  check(
    fc.property(fc.uint8Array({ maxLength: 30 }), fc.boolean(), (bytes, offered) => {
      for (const read of [(some: Buffer) => readSocks5(some, offered), readSocks4]) {
        let wrong: string | null = null;
        for (let length = 0; length <= bytes.length; length += 1) {
          const { failure, ifEnded } = read(Buffer.from(bytes.subarray(0, length)));
          expect(PROXY_FAILURES).toContain(ifEnded);
          if (wrong !== null) expect(failure).toBe(wrong);
          wrong = failure;
        }
      }
    }),
  );
});
