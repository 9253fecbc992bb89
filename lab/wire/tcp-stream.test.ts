import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TcpStream } from './tcp-stream.ts';
import { Conversation } from './testing/conversation.ts';
import { pieces } from './testing/hello.ts';

const content = Buffer.from(Array.from({ length: 400 }, (_, index) => index & 0xff));

describe('a TCP stream', () => {
  it('puts segments in order, whatever their order, however often they come', () => {
    const cuts = fc
      .uniqueArray(fc.integer({ min: 1, max: content.length - 1 }), { maxLength: 15 })
      .map((list) => list.sort((one, other) => one - other));
    const segments = cuts.chain((list) => {
      const conversation = new Conversation();
      const syn = conversation.syn();
      const parts = pieces(content, list).map((part) => conversation.up(part));
      const all = [...parts, ...parts];
      return fc
        .shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
        .map((shuffled) => ({ syn, shuffled }));
    });
    fc.assert(
      fc.property(segments, ({ syn, shuffled }) => {
        const stream = new TcpStream();
        stream.add(syn);
        for (const segment of shuffled) stream.add(segment);
        expect(stream.bytes).toEqual(content);
      }),
    );
  });

  it('waits at a gap', () => {
    const conversation = new Conversation();
    const stream = new TcpStream();
    stream.add(conversation.syn());
    conversation.up('lost');
    stream.add(conversation.up('later'));
    expect(stream.bytes).toHaveLength(0);
  });

  it('keeps what came first where segments overlap', () => {
    const conversation = new Conversation();
    const stream = new TcpStream();
    stream.add(conversation.syn());
    const first = conversation.up('abcd');
    stream.add(first);
    stream.add({ ...first, payload: Buffer.from('XXXXef') });
    expect(stream.bytes.toString()).toBe('abcdef');
  });

  it('starts with the first segment when the SYN was not seen', () => {
    const conversation = new Conversation();
    const stream = new TcpStream();
    stream.add(conversation.up('abc'));
    expect(stream.bytes.toString()).toBe('abc');
  });

  it('is bounded', () => {
    const conversation = new Conversation();
    const stream = new TcpStream();
    for (let count = 0; count < 40; count += 1) stream.add(conversation.up(Buffer.alloc(1400)));
    expect(stream.isFull).toBe(true);
    expect(stream.bytes).toHaveLength(32 * 1024);
  });
});
