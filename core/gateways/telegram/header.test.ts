import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { readObfuscatedHeader } from './header.ts';
import { type AppFraming, createApp } from './testing/app.ts';

describe('the header of an obfuscated connection', () => {
  test.each<[AppFraming, number, object]>([
    ['abridged', 2, { dataCentre: 2, isMedia: false, framing: 'abridged' }],
    ['intermediate', -4, { dataCentre: 4, isMedia: true, framing: 'intermediate' }],
    ['padded', 203, { dataCentre: 203, isMedia: false, framing: 'padded' }],
  ])('of %s packets to %i is read', (framing, dataCentre, expected) => {
    expect(readObfuscatedHeader(createApp(dataCentre, framing).header)).toMatchObject(expected);
  });

  test('reveals what follows it', () => {
    const app = createApp(2, 'padded');
    const header = readObfuscatedHeader(app.header);
    const hidden = [app.hide(Buffer.from('first ')), app.hide(Buffer.from('second'))];
    expect(hidden.map((chunk) => header?.reveal(chunk).toString())).toEqual(['first ', 'second']);
  });

  test.each([
    ['shorter', createApp(2, 'padded').header.subarray(1)],
    ['for no data centre', createApp(0, 'padded').header],
    ['for a test data centre', createApp(10_002, 'padded').header],
    ['a ClientHello', Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1]), Buffer.alloc(58, 7)])],
  ])('is none where it is %s', (_, bytes) => {
    expect(readObfuscatedHeader(bytes)).toBeUndefined();
  });

  test('is read from any bytes without an error', () => {
    check(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const header = readObfuscatedHeader(bytes);
        if (header !== undefined) expect(header.dataCentre).toBeGreaterThan(0);
      }),
    );
  });
});
