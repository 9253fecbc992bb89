import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageLength, readHello, readRecords } from './client-hello.ts';
import { helloMessage, inRecords } from './testing/hello.ts';

const numRuns = Number(process.env.FOOTBRIDGE_FUZZ_RUNS ?? 300);

describe('reading a ClientHello', () => {
  it('finds name, key shares and the reserved cipher', () => {
    const view = readHello(
      helloMessage({ name: 'Chat.Signal.org', greased: true, keyShares: [0x11ec, 0x1d] }),
    );
    expect(view).toEqual({ name: 'chat.signal.org', keyShares: [0x11ec, 0x1d], greased: true, whole: true });
  });

  it('finds the name as soon as it has arrived, and not before', () => {
    const message = helloMessage({ name: 'web.whatsapp.com', padding: 900 });
    const end = message.indexOf('web.whatsapp.com') + 'web.whatsapp.com'.length;
    expect(readHello(message.subarray(0, end)).name).toBe('web.whatsapp.com');
    expect(readHello(message.subarray(0, end - 1))).toMatchObject({ name: undefined, whole: false });
  });

  it('joins records however they are cut', () => {
    const message = helloMessage();
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: message.length - 1 })), (cuts) => {
        const records = readRecords(
          inRecords(
            message,
            cuts.sort((one, other) => one - other),
          ),
        );
        expect(records?.joined).toEqual(message);
        expect(messageLength(records?.joined ?? Buffer.alloc(0))).toBe(message.length);
      }),
      { numRuns },
    );
  });

  it('tells the first record from the rest', () => {
    const message = helloMessage();
    const records = readRecords(inRecords(message, [10]));
    expect(records).toMatchObject({ first: message.subarray(0, 10), firstLength: 10, ended: false });
  });

  it('says when other records follow', () => {
    const stream = Buffer.concat([inRecords(helloMessage()), Buffer.of(20, 3, 3, 0, 1, 1)]);
    expect(readRecords(stream)?.ended).toBe(true);
  });

  it.each(['GET / HTTP/1.1', '\u0016\u0002'])('knows that %j is not TLS', (text) => {
    expect(readRecords(Buffer.from(text, 'latin1'))).toBeUndefined();
  });

  it('never throws on arbitrary bytes', () => {
    const message = helloMessage();
    const mutated = fc
      .tuple(fc.nat(message.length - 1), fc.nat(255), fc.nat(message.length))
      .map(([at, value, length]) => {
        const copy = Buffer.from(message);
        copy[at] = value;
        return copy.subarray(0, length);
      });
    const arbitrary = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(mutated, arbitrary), (bytes) => {
        readHello(bytes);
        readRecords(bytes);
        readRecords(Buffer.concat([Buffer.of(22, 3), bytes]));
      }),
      { numRuns: numRuns * 3 },
    );
  });
});
