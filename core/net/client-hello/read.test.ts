import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { buildHello, hellos, inRecords, nodeHello } from '../../testing/hellos.ts';
import { HelloReader, type HelloReading, MAX_FIRST_FLIGHT, readClientHello } from './read.ts';

function helloOf(reading: HelloReading) {
  if (reading.state !== 'hello') throw new Error(`no hello but ${reading.state}`);
  return reading.hello;
}

describe('a whole hello', () => {
  test("of Node's own TLS client is read", async () => {
    const flight = await nodeHello({ servername: 'web.whatsapp.com', ALPNProtocols: ['h2', 'http/1.1'] });
    const hello = helloOf(readClientHello(flight));
    expect(hello).toMatchObject({
      serverName: 'web.whatsapp.com',
      alpn: ['h2', 'http/1.1'],
      earlyData: false,
    });
    expect(hello.bytes).toEqual(new Uint8Array(flight));
    const { start, end } = hello.nameInBytes ?? { start: 0, end: 0 };
    expect(flight.subarray(start, end).toString()).toBe('web.whatsapp.com');
    expect(hello.browserSized).toBe(flight.length > 1400);
  });

  test('tells its name, protocols, records and length, however many records it came in', () => {
    check(
      fc.property(hellos, ({ parts, message, flight, records }) => {
        const hello = helloOf(readClientHello(flight));
        expect(hello.serverName).toBe(parts.serverName);
        expect(hello.alpn).toEqual(parts.alpn ?? []);
        expect(hello.records.length).toBe(records);
        expect(hello.bytes.length).toBe(flight.length);
        expect(Buffer.from(hello.handshake).equals(message)).toBe(true);
        if (parts.serverName === undefined || hello.nameInHandshake === undefined) return;
        const { start, end } = hello.nameInHandshake;
        expect(message.toString('latin1', start, end)).toBe(parts.serverName);
      }),
    );
  });

  test('is found where the name is cut by a record header', () => {
    const message = buildHello({ serverName: 'signal.org' });
    const at = message.indexOf('signal.org');
    const hello = helloOf(readClientHello(inRecords(message, [at + 3])));
    expect(hello.nameInBytes).toEqual({ start: 5 + at, end: 5 + at + 'signal.org'.length + 5 });
  });

  test('does not take what follows it', () => {
    const flight = inRecords(buildHello({ serverName: 'a.b' }));
    const reader = new HelloReader();
    const hello = helloOf(reader.push(Buffer.concat([flight, Buffer.from([20, 3, 3, 0, 1, 1])])));
    expect(hello.bytes.length).toBe(flight.length);
    expect(reader.flight.length).toBe(flight.length + 6);
  });

  test('that announces early data is marked, since it must not be replayed', () => {
    const flight = inRecords(buildHello({ after: [[42, new Uint8Array(0)]] }));
    expect(helloOf(readClientHello(flight)).earlyData).toBe(true);
  });

  test('may end before any extensions, as before TLS 1.3', () => {
    const message = buildHello({}).subarray(0, -2);
    message.writeUIntBE(message.length - 4, 1, 3);
    expect(helloOf(readClientHello(inRecords(message))).serverName).toBeUndefined();
  });
});

describe('arrival in pieces', () => {
  test('gives the same hello wherever it is split, and only with its last byte (N8)', () => {
    const splits = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });
    check(
      fc.property(hellos, splits, ({ flight }, sizes) => {
        const reader = new HelloReader();
        for (let at = 0, turn = 0; at < flight.length; turn++) {
          const end = at + (sizes[turn % sizes.length] ?? 1);
          const { state } = reader.push(flight.subarray(at, end));
          expect(state).toBe(end < flight.length ? 'need-more' : 'hello');
          at = end;
        }
        expect(reader.push(new Uint8Array(0))).toEqual(readClientHello(flight));
      }),
    );
  });
});

describe('what is no hello', () => {
  test.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n')],
    ['the first byte of random data', Buffer.from([0x17])],
    ['another major version', Buffer.from([22, 2])],
    ['an empty record', Buffer.from([22, 3, 1, 0, 0])],
    ['an oversized record', Buffer.from([22, 3, 1, 0x40, 1])],
    ['another handshake message', Buffer.from([22, 3, 1, 0, 9, 2])],
    ['a message longer than is ever held', Buffer.from([22, 3, 1, 0x40, 0, 1, 1, 0, 0])],
    ['a second record that is no handshake', Buffer.from([22, 3, 1, 0, 1, 1, 23])],
  ])('%s is told at once', (_, bytes) => {
    expect(readClientHello(bytes).state).toBe('not-tls');
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['half a header', Buffer.from([22, 3, 1])],
    ['half a message header', Buffer.from([22, 3, 1, 2, 0, 1, 0])],
  ])('%s needs more', (_, bytes) => {
    expect(readClientHello(bytes).state).toBe('need-more');
  });

  test.each([
    ['a NUL in it', 'web\0.whatsapp.com'],
    ['no byte', ''],
    ['256 bytes', 'a'.repeat(256)],
  ])('a server name with %s is malformed', (_, serverName) => {
    expect(readClientHello(inRecords(buildHello({ serverName }))).state).toBe('not-tls');
  });

  test('arbitrary bytes never throw and never make it hold more than its limit (N8)', () => {
    const start = fc.constantFrom([], [22], [22, 3, 1], [22, 3, 1, 0x40, 0, 1, 0, 0x3f], [22, 3, 3, 0, 1, 1]);
    check(
      fc.property(start, fc.uint8Array({ maxLength: 2000 }), (prefix, rest) => {
        readClientHello(Uint8Array.from([...prefix, ...rest]));
      }),
    );
    const oneByteRecords = Buffer.concat(
      Array.from({ length: MAX_FIRST_FLIGHT / 6 + 1 }, (_, at) =>
        Buffer.from([22, 3, 1, 0, 1, at === 0 ? 1 : 0x20]),
      ),
    );
    expect(readClientHello(oneByteRecords).state).toBe('not-tls');
  });

  test('a mutated hello never throws, and what it is read as agrees with itself (N8)', () => {
    const mutations = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    check(
      fc.property(hellos, mutations, ({ flight }, changes) => {
        const mutated = Buffer.from(flight);
        for (const [at, value] of changes) mutated[at % mutated.length] = value;
        const reading = readClientHello(mutated);
        if (reading.state !== 'hello') return;
        const { handshake, nameInHandshake, serverName = '' } = reading.hello;
        const { start, end } = nameInHandshake ?? { start: 0, end: 0 };
        expect(Buffer.from(handshake).toString('latin1', start, end)).toBe(serverName);
      }),
    );
  });
});
