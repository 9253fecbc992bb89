import { decode, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IpFamily } from '../../model/address.ts';
import { NetError } from '../../model/failure.ts';
import { FLAGS, type ReplyShape, replyTo } from '../../testing/dns-servers.ts';
import { check } from '../../testing/fuzz.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { buildQuery } from './query.ts';
import { answerOf, MAX_MESSAGE_BYTES, readReply } from './reply.ts';

function ask(name = 'web.example', family: IpFamily = 4, channel: 'clear' | 'encrypted' = 'clear') {
  const query = buildQuery(name, family, { random: createSeededRandom(7), channel });
  const reply = (shape: ReplyShape = {}) => replyTo(decode(Buffer.from(query.bytes)), shape);
  return { query, reply, read: (shape?: ReplyShape) => readReply(query, reply(shape)) };
}

describe('an answer', () => {
  it('gives the addresses once each, in order, with the smallest TTL', () => {
    const { read } = ask();
    const answers: Packet['answers'] = [
      { type: 'A', name: 'web.example', ttl: 300, data: '203.0.113.9' },
      { type: 'A', name: 'WEB.example', ttl: 120, data: '203.0.113.8' },
      { type: 'A', name: 'web.example', ttl: 300, data: '203.0.113.9' },
    ];
    expect(answerOf(read({ answers }))).toEqual({ addresses: ['203.0.113.9', '203.0.113.8'], ttl: 120 });
  });

  it('is found behind aliases in any order, whose TTL counts too', () => {
    const { read } = ask('web.example', 6);
    const answers: Packet['answers'] = [
      { type: 'AAAA', name: 'edge.cdn.example', ttl: 300, data: '2001:db8::1' },
      { type: 'CNAME', name: 'cdn.example', ttl: 20, data: 'EDGE.cdn.example' },
      { type: 'CNAME', name: 'web.example', ttl: 600, data: 'cdn.example' },
    ];
    expect(answerOf(read({ answers }))).toEqual({ addresses: ['2001:db8::1'], ttl: 20 });
  });

  it('does not count what belongs to another name or another family', () => {
    const { read } = ask();
    const answers: Packet['answers'] = [
      { type: 'A', name: 'other.example', ttl: 60, data: '203.0.113.1' },
      { type: 'AAAA', name: 'web.example', ttl: 60, data: '2001:db8::1' },
    ];
    expect(read({ answers }).failure).toBe('dns_no_answer');
  });

  it('that leads in a circle of aliases is no answer', () => {
    const { read } = ask();
    const answers: Packet['answers'] = [
      { type: 'CNAME', name: 'web.example', ttl: 60, data: 'cdn.example' },
      { type: 'CNAME', name: 'cdn.example', ttl: 60, data: 'web.example' },
    ];
    expect(read({ answers }).failure).toBe('dns_no_answer');
  });

  it('with the top bit of its TTL set has a TTL of zero', () => {
    expect(ask().read({ addresses: ['203.0.113.1'], ttl: 2 ** 31 }).ttl).toBe(0);
  });

  it.each([
    [0, 'dns_no_answer'],
    [1, 'dns_server_misbehaving'],
    [2, 'dns_servfail_error'],
    [3, 'dns_nxdomain_error'],
    [5, 'dns_refused_error'],
    [9, 'dns_server_misbehaving'],
  ])('with rcode %i and no record fails as %s', (rcode, failure) => {
    const { read } = ask();
    expect(() => answerOf(read({ rcode }))).toThrow(failure);
  });

  it('with an error code carries no addresses even where records came along', () => {
    expect(ask().read({ rcode: 3, addresses: ['203.0.113.1'] }).addresses).toEqual([]);
  });

  it('tells truncation, authority and missing EDNS', () => {
    const { read } = ask();
    expect(read()).toMatchObject({ truncated: false, authoritative: false, edns: true });
    const flags = FLAGS.truncated | FLAGS.authoritative;
    expect(read({ flags, edns: false })).toMatchObject({ truncated: true, authoritative: true, edns: false });
  });
});

describe('a message that is not the reply', () => {
  it('has another id', () => {
    const { query, read } = ask();
    expect(() => read({ id: query.id ^ 1 })).toThrow('dns_reply_with_wrong_query_id');
  });

  it('has another question, or none, or a second one', () => {
    const { query, read } = ask();
    const own = decode(Buffer.from(query.bytes)).questions ?? [];
    const other = { type: 'A', name: 'other.exampl' } as const;
    for (const questions of [[other], [], [...own, other]]) {
      expect(() => read({ questions })).toThrow('dns_server_misbehaving');
    }
  });

  it('repeats the name in another case, unless the channel is encrypted', () => {
    const questions: Packet['questions'] = [{ type: 'A', name: 'WEB.EXAMPLE' }];
    expect(() => ask().read({ questions })).toThrow('dns_server_misbehaving');
    const { read } = ask('web.example', 4, 'encrypted');
    expect(read({ questions, addresses: [] }).failure).toBe('dns_no_answer');
  });

  it('is the query itself sent back', () => {
    const { query } = ask();
    expect(() => readReply(query, query.bytes)).toThrow('dns_server_misbehaving');
  });

  it('is longer than any honest answer', () => {
    const { query, reply } = ask();
    const giant = Buffer.concat([reply({ addresses: ['203.0.113.1'] }), Buffer.alloc(MAX_MESSAGE_BYTES)]);
    expect(() => readReply(query, giant)).toThrow('dns_server_misbehaving');
  });

  it('announces more records than it could hold', () => {
    const { query, reply } = ask();
    const message = reply();
    message.writeUInt16BE(0xffff, 6);
    expect(() => readReply(query, message)).toThrow('dns_server_misbehaving');
  });
});

describe('arbitrary bytes', () => {
  const outcomeOf = (query: ReturnType<typeof ask>['query'], message: Uint8Array) => {
    try {
      const { addresses } = readReply(query, message);
      return addresses.length <= 64;
    } catch (error) {
      return error instanceof NetError && error.operation === 'resolve';
    }
  };

  it('are read or refused, never worse (N8)', () => {
    const { query } = ask();
    check(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => outcomeOf(query, bytes)));
  });

  it('behind an honest header are read or refused, never worse (N8)', () => {
    const { query, reply } = ask();
    const start = reply().subarray(0, 12 + query.question.length);
    check(
      fc.property(
        fc.uint8Array({ maxLength: 2_000 }),
        fc.array(fc.nat(200), { minLength: 3, maxLength: 3 }),
        (bytes, counts) => {
          const message = Buffer.concat([start, bytes]);
          for (const [index, count] of counts.entries()) message.writeUInt16BE(count, 6 + 2 * index);
          return outcomeOf(query, message);
        },
      ),
    );
  });

  it('in the place of any byte of an honest reply are read or refused, never worse (N8)', () => {
    const { query, reply } = ask();
    const honest = reply({ addresses: ['203.0.113.1', '203.0.113.2'] });
    check(
      fc.property(
        fc.array(fc.tuple(fc.nat(honest.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const message = Buffer.from(honest);
          for (const [offset, value] of changes) message[offset] = value;
          return outcomeOf(query, message);
        },
      ),
    );
  });

  it('made of compression pointers that lead through the whole message cost little (N8)', () => {
    const { query, reply } = ask();
    const start = reply().subarray(0, 12 + query.question.length);
    const chain = Buffer.alloc(MAX_MESSAGE_BYTES - start.length);
    for (let at = 0; at + 2 <= chain.length; at += 2) {
      chain.writeUInt16BE(0xc000 | Math.max(0, start.length + at - 2), at);
    }
    const message = Buffer.concat([start, chain]);
    message.writeUInt16BE(700, 6);
    const startedAt = performance.now();
    expect(outcomeOf(query, message)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
