import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { createFreezeMeter } from './freeze-meter.ts';
import { createRecordTracker } from './record-tracker.ts';

function record(length: number): Buffer {
  return Buffer.concat([Buffer.of(23, 3, 3, length >> 8, length & 255), Buffer.alloc(length)]);
}

describe('a freeze', () => {
  test('is silence in the middle of a TLS record', () => {
    const meter = createFreezeMeter();
    meter.up(500, 0);
    meter.down(record(16000).subarray(0, 9000), 100);
    expect(meter.isFrozen(10_099)).toBe(false);
    expect(meter.isFrozen(10_100)).toBe(true);
    expect(meter.bytes()).toBe(9000);
  });

  test('is a client that asks twice and is not answered, whatever it speaks', () => {
    const meter = createFreezeMeter();
    meter.down(Buffer.from('hello'), 0);
    meter.up(40, 1_000);
    meter.up(40, 8_000);
    expect(meter.isFrozen(20_999)).toBe(false);
    expect(meter.isFrozen(21_000)).toBe(true);
  });

  test('is not a quiet web socket, where nobody speaks', () => {
    const meter = createFreezeMeter();
    meter.up(500, 0);
    meter.down(record(4000), 100);
    expect(meter.isFrozen(1_000_000)).toBe(false);
  });

  test('is not one message that needs no answer', () => {
    const meter = createFreezeMeter();
    meter.down(record(4000), 0);
    meter.up(60, 1_000);
    meter.up(60, 1_010);
    expect(meter.isFrozen(1_000_000)).toBe(false);
  });

  test('is not an upload', () => {
    const meter = createFreezeMeter();
    meter.down(record(4000), 0);
    for (let at = 0; at < 60_000; at += 1_000) meter.up(4_000, at);
    expect(meter.isFrozen(60_000)).toBe(false);
  });

  test('is not a server that never spoke, nor a download past 64 KiB', () => {
    const silent = createFreezeMeter();
    silent.up(1, 0);
    silent.up(1, 10_000);
    expect(silent.isFrozen(100_000)).toBe(false);
    const past = createFreezeMeter();
    past.down(record(16000).subarray(0, 9000), 0);
    past.down(Buffer.alloc(60_000), 0);
    expect(past.isPast()).toBe(true);
    expect(past.isFrozen(100_000)).toBe(false);
  });
});

describe('following records', () => {
  test('any pieces of whole records end outside, one byte less ends inside', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 5 });
    check(
      fc.property(lengths, fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 9 }), (records, sizes) => {
        const bytes = Buffer.concat(records.map(record));
        const whole = createRecordTracker();
        const short = createRecordTracker();
        let at = 0;
        for (const size of [...sizes, bytes.length]) {
          whole.push(bytes.subarray(at, at + size));
          short.push(bytes.subarray(at, Math.min(at + size, bytes.length - 1)));
          at += size;
        }
        expect(whole.isInside()).toBe(false);
        expect(short.isInside()).toBe(true);
      }),
    );
  });

  test('what is no TLS is never inside', () => {
    const tracker = createRecordTracker();
    tracker.push(Buffer.from('HTTP/1.1 200 OK\r\n'));
    expect(tracker.isInside()).toBe(false);
  });
});
