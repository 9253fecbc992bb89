import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { buildHello, hellos, inRecords, payloads } from '../../testing/hellos.ts';
import { fragmentHello } from './fragment.ts';
import { readClientHello } from './read.ts';
import { parseShape } from './shape.ts';

const SHAPES = [
  'tlsfrag:sni',
  'tcpfrag:sni',
  'tlsfrag:sni+tcpfrag:sni',
  'tlsfrag:sni+tcpfrag:sni,gap=rtt',
  'tlsfrag:sni+tcpfrag:many',
  'tlsfrag:many',
  'tcpfrag:many',
  'tlsfrag:many+tcpfrag:sni,gap=15ms',
  'tlsfrag:many+tcpfrag:many,gap=rtt',
];

function fragment(flight: Uint8Array, text: string, roundTrip?: number) {
  const reading = readClientHello(flight);
  const shape = parseShape(text);
  if (reading.state !== 'hello' || shape === undefined) throw new Error('bad test');
  const pieces = fragmentHello(reading.hello, shape, roundTrip);
  return { pieces, wire: Buffer.concat(pieces.map(({ bytes }) => bytes)) };
}

const whatsapp = inRecords(
  buildHello({ serverName: 'web.whatsapp.com', after: [[51, new Uint8Array(1300)]] }),
);
const nameless = inRecords(buildHello({ after: [[51, new Uint8Array(60)]] }));

describe.each(SHAPES)('%s', (text) => {
  test('never changes the handshake, and keeps every rule of a first flight (N9, N10)', () => {
    check(
      fc.property(hellos, ({ message, flight }) => {
        const { pieces, wire } = fragment(flight, text);
        const records = payloads(wire);
        expect(Buffer.concat(records).equals(message)).toBe(true);
        expect(records.every(({ length }) => length > 0)).toBe(true);
        expect(pieces.length).toBeLessThanOrEqual(10);
        expect(pieces.every(({ bytes }) => bytes.length > 0)).toBe(true);
        expect(pieces[0]?.bytes.length).toBeGreaterThan(5);
        expect(pieces[0]?.gapBefore).toBe(0);
        expect(readClientHello(wire).state).toBe('hello');
      }),
    );
  });

  test('shows no registered name in any record it cuts, nor in any segment it cuts (N10)', () => {
    const { pieces, wire } = fragment(whatsapp, text);
    if (text.includes('tlsfrag')) {
      expect(payloads(wire).length).toBeGreaterThan(1);
      expect(payloads(wire).filter((record) => record.includes('whatsapp.com'))).toEqual([]);
    }
    if (text.includes('tcpfrag')) {
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.filter(({ bytes }) => Buffer.from(bytes).includes('whatsapp.com'))).toEqual([]);
    } else {
      expect(pieces.length).toBe(1);
    }
  });

  test('cuts a hello without a name in its middle', () => {
    const { pieces, wire } = fragment(nameless, text);
    if (text.includes('tlsfrag')) expect(payloads(wire).length).toBeGreaterThan(1);
    if (text.includes('tcpfrag')) expect(pieces.length).toBeGreaterThan(1);
  });
});

test('tlsfrag:sni makes two records, tlsfrag:many up to ten', () => {
  expect(payloads(fragment(whatsapp, 'tlsfrag:sni').wire).length).toBe(2);
  expect(payloads(fragment(whatsapp, 'tlsfrag:many').wire).length).toBe(9);
  const cdn = inRecords(
    buildHello({ serverName: 'media-fra3-1.cdn.whatsapp.net', alpn: [], after: [[51, new Uint8Array(9)]] }),
  );
  expect(payloads(fragment(cdn, 'tlsfrag:many').wire).length).toBe(10);
});

test('tcpfrag alone leaves every byte as it was (N9)', () => {
  const { pieces, wire } = fragment(whatsapp, 'tcpfrag:sni');
  expect(pieces.length).toBe(2);
  expect(wire.equals(whatsapp)).toBe(true);
});

test('many records and many segments: each record leaves by itself', () => {
  const { pieces } = fragment(whatsapp, 'tlsfrag:many+tcpfrag:many');
  expect(pieces.map(({ bytes }) => payloads(bytes).length)).toEqual(new Array(9).fill(1));
});

test('both at the name: a segment ends inside the length of the second record', () => {
  const { pieces } = fragment(whatsapp, 'tlsfrag:sni+tcpfrag:sni');
  expect(pieces.length).toBe(4);
  expect(Buffer.from(pieces[1]?.bytes ?? []).subarray(-4, -1)).toEqual(Buffer.from([22, 3, 1]));
});

test('records keep the version they came with, and cuts their sender made stay', () => {
  const message = buildHello({ serverName: 'signal.org' });
  const at = message.indexOf('signal.org') + 5;
  const records = payloads(fragment(inRecords(message, [10, at], 0x0303), 'tlsfrag:sni').wire);
  expect(records.map(({ length }) => length)).toEqual([10, at - 2 - 10, 2, message.length - at]);
  expect(
    fragment(inRecords(message, [], 0x0303), 'tlsfrag:sni')
      .wire.subarray(0, 3)
      .toString('hex'),
  ).toBe('160303');
});

test('gaps stand between pieces only: as written, or chosen from the round trip', () => {
  const gaps = (text: string, roundTrip?: number) =>
    fragment(whatsapp, text, roundTrip).pieces.map(({ gapBefore }) => gapBefore);
  expect(gaps('tcpfrag:sni')).toEqual([0, 0]);
  expect(gaps('tcpfrag:sni,gap=7ms')).toEqual([0, 7]);
  expect(gaps('tlsfrag:sni+tcpfrag:sni,gap=rtt', 60)).toEqual([0, 15, 15, 15]);
  expect(gaps('tlsfrag:sni+tcpfrag:sni,gap=rtt')).toEqual([0, 25, 25, 25]);
});
