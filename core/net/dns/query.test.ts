import { decode } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { buildQuery } from './query.ts';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const hostName = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.'));

describe('buildQuery', () => {
  it('asks one question with recursion desired and a modest EDNS size', () => {
    const { bytes, id } = buildQuery('web.example', 6, { random: createSeededRandom(), channel: 'clear' });
    const message = decode(Buffer.from(bytes));
    expect(message).toMatchObject({ id, flag_qr: false, flag_rd: true });
    expect(message.questions).toMatchObject([{ type: 'AAAA', class: 'IN' }]);
    expect(message.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232 }]);
  });

  it('draws the id and the case of the letters from the random source', () => {
    const options = { random: createSeededRandom(), channel: 'clear' } as const;
    const queries = Array.from({ length: 50 }, () => buildQuery('web.example', 4, options));
    const names = queries.map(({ bytes }) => decode(Buffer.from(bytes)).questions?.[0]?.name);
    expect(new Set(queries.map(({ id }) => id)).size).toBeGreaterThan(45);
    expect(new Set(names).size).toBeGreaterThan(40);
    expect(new Set(names.map((name) => name?.toLowerCase()))).toEqual(new Set(['web.example']));
  });

  it('pads encrypted queries to blocks of 128 bytes, in lower case', () => {
    check(
      fc.property(hostName, fc.constantFrom(4 as const, 6 as const), (name, family) => {
        const query = buildQuery(name, family, { random: createSeededRandom(), channel: 'encrypted' });
        expect(query.bytes.length % 128).toBe(0);
        expect(decode(Buffer.from(query.bytes)).questions?.[0]?.name).toBe(name);
      }),
    );
  });

  it('knows where its own question section stands', () => {
    check(
      fc.property(hostName, fc.constantFrom('clear' as const, 'encrypted' as const), (name, channel) => {
        const query = buildQuery(name, 4, { random: createSeededRandom(), channel });
        expect(query.question.at(0)).toBe(name.indexOf('.') < 0 ? name.length : name.indexOf('.'));
        expect([...query.question.slice(-5)]).toEqual([0, 0, 1, 0, 1]);
      }),
    );
  });

  it.each([
    '',
    '.',
    'a..b',
    `${'a'.repeat(64)}.example`,
    'пример.example',
    'a b',
    `${'abc.'.repeat(64)}example`,
  ])('refuses %j, which is no host name', (name) => {
    const build = () => buildQuery(name, 4, { random: createSeededRandom(), channel: 'clear' });
    expect(build).toThrow('dns_non_recoverable_failure');
  });

  it('takes the trailing dot of an absolute name for what it is', () => {
    const { name } = buildQuery('Web.Example.', 4, { random: createSeededRandom(), channel: 'clear' });
    expect(name).toBe('web.example');
  });
});
