import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { readServerHelloStart } from './server-hello.ts';

const judge = (...bytes: number[]) => readServerHelloStart(Uint8Array.from(bytes));

describe("a server's first bytes", () => {
  test('a ServerHello is known by its sixth byte', () => {
    expect(judge(22, 3, 3, 0, 122, 2)).toEqual({ kind: 'server-hello' });
  });

  test('a fatal alert is told with its code and name', () => {
    expect(judge(21, 3, 3, 0, 2, 2, 112)).toEqual({
      kind: 'alert',
      fatal: true,
      code: 112,
      name: 'unrecognized_name',
    });
  });

  test('a warning is told apart from a fatal alert', () => {
    expect(judge(21, 3, 1, 0, 2, 1, 112)).toMatchObject({ kind: 'alert', fatal: false });
  });

  test('an alert without a name keeps its code', () => {
    expect(judge(21, 3, 1, 0, 2, 2, 200)).toMatchObject({ code: 200, name: 'alert_200' });
  });

  test('every beginning of either needs more', () => {
    for (const whole of [
      [22, 3, 3, 0, 122, 2],
      [21, 3, 3, 0, 2, 2, 112],
    ]) {
      for (let length = 0; length < whole.length; length++) {
        expect(judge(...whole.slice(0, length))).toEqual({ kind: 'need-more' });
      }
    }
  });

  test.each([
    ['a block page', [...Buffer.from('HTTP/1.1 403')]],
    ['application data', [23, 3, 3, 0, 20]],
    ['another handshake message', [22, 3, 3, 0, 122, 1]],
    ['an alert of the wrong length', [21, 3, 3, 0, 3]],
    ['an alert of no level', [21, 3, 3, 0, 2, 7]],
    ['noise', [0]],
  ])('%s is something else', (_, bytes) => {
    expect(judge(...bytes)).toEqual({ kind: 'other' });
  });

  test('arbitrary bytes never throw, and more bytes never change a judgement (N8)', () => {
    const bytes = fc.array(fc.oneof(fc.constantFrom(0, 1, 2, 3, 21, 22), fc.nat(255)), { maxLength: 12 });
    check(
      fc.property(bytes, fc.nat(12), (all, length) => {
        const early = judge(...all.slice(0, length));
        if (early.kind !== 'need-more') expect(judge(...all)).toEqual(early);
      }),
    );
  });
});
