import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerUdp,
  buildTcp,
  buildUdp,
  prohibited,
  resetToReceiver,
  resetToSender,
  transportChecksum,
} from './build.ts';
import { foldChecksum, sumWords } from './checksum.ts';
import { Flag, maximumSegment, type Packet, Protocol, parsePacket } from './packet.ts';
import { Conversation, datagram } from './testing/conversation.ts';

const numRuns = Number(process.env.FOOTBRIDGE_FUZZ_RUNS ?? 300);
const port = fc.integer({ min: 0, max: 65_535 });
const word = fc.integer({ min: 0, max: 0xffff_ffff });
const payload = fc.uint8Array({ maxLength: 1400 }).map((bytes) => Buffer.from(bytes));
const ends = fc.oneof(
  fc.record({ source: fc.ipV4(), destination: fc.ipV4() }),
  fc.record({
    source: fc.constantFrom('2001:db8::1', '2a0e:77:1::2'),
    destination: fc.constantFrom('2606:4700::1111', 'fd00::7'),
  }),
);

/** What a kernel checks: the header's sum and the segment's, both with their checksums in place, fold to zero. */
function hasRightChecksums(packet: Packet): boolean {
  const header = packet.version === 4 ? 20 : 40;
  if (packet.version === 4 && foldChecksum(sumWords(packet.bytes.subarray(0, header))) !== 0) return false;
  const protocol = packet.bytes.readUInt8(packet.version === 4 ? 9 : 6);
  const segment = packet.bytes.subarray(header);
  if (protocol === Protocol.icmp) return foldChecksum(sumWords(segment)) === 0;
  return transportChecksum(packet, protocol, segment) === 0;
}

describe('packets', () => {
  it('reads back every TCP packet it builds, with right checksums', () => {
    const fields = fc.record({
      sourcePort: port,
      destinationPort: port,
      sequence: word,
      acknowledgment: word,
      flags: fc.integer({ min: 0, max: 255 }),
      window: port,
      options: fc.constantFrom(Buffer.alloc(0), Buffer.of(2, 4, 5, 180)),
      payload,
    });
    fc.assert(
      fc.property(ends, fields, (addresses, rest) => {
        const built = buildTcp({ ...addresses, ...rest });
        expect(hasRightChecksums(built)).toBe(true);
        expect(parsePacket(built.bytes)).toEqual(built);
      }),
      { numRuns },
    );
  });

  it('reads back every UDP packet it builds, with right checksums', () => {
    fc.assert(
      fc.property(ends, port, port, payload, (addresses, sourcePort, destinationPort, content) => {
        const built = buildUdp({ ...addresses, sourcePort, destinationPort, payload: content });
        expect(hasRightChecksums(built)).toBe(true);
        expect(parsePacket(built.bytes)).toEqual(built);
      }),
      { numRuns },
    );
  });

  it('never throws on arbitrary bytes', () => {
    const start = fc.constantFrom(0x45, 0x4f, 0x60, 0x00);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 100 }), (first, rest) => {
        parsePacket(Buffer.from([first, ...rest]));
      }),
      { numRuns: numRuns * 5 },
    );
  });

  it('never throws on a packet that was cut or changed', () => {
    const { bytes } = new Conversation().up('hello');
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(bytes.length - 1), fc.nat(255), (length, at, value) => {
        const changed = Buffer.from(bytes.subarray(0, length));
        if (at < length) changed[at] = value;
        const packet = parsePacket(changed);
        if (packet?.kind === 'tcp') maximumSegment(packet);
      }),
      { numRuns },
    );
  });

  it('reads only the addresses of a fragment', () => {
    const { bytes } = datagram('9.9.9.9', 53, Buffer.alloc(32));
    bytes.writeUInt16BE(0x2000, 6);
    expect(parsePacket(bytes)).toMatchObject({ kind: 'other', destination: '9.9.9.9' });
  });

  it('ignores what follows the length that the header gives', () => {
    const { bytes, payload: sent } = datagram('9.9.9.9', 53, Buffer.from('question'));
    const packet = parsePacket(Buffer.concat([bytes, Buffer.alloc(20)]));
    expect(packet?.kind === 'udp' && packet.payload).toEqual(sent);
  });
});

describe('crafted answers', () => {
  it.each(['157.240.1.60', '2a03:2880::60'])('resets a SYN to %s as a closed port would', (server) => {
    const syn = new Conversation(40_000, server).syn();
    const reset = resetToSender(syn);
    expect(hasRightChecksums(reset)).toBe(true);
    expect(reset).toMatchObject({
      source: server,
      sourcePort: 443,
      destinationPort: 40_000,
      sequence: 0,
      acknowledgment: (syn.sequence + 1) >>> 0,
      flags: Flag.rst | Flag.ack,
    });
  });

  it('resets both ends with the sequence numbers that they wait for', () => {
    const conversation = new Conversation();
    conversation.syn();
    conversation.synAck();
    const data = conversation.up('data');
    expect(resetToSender(data).sequence).toBe(data.acknowledgment);
    expect(resetToReceiver(data)).toMatchObject({ sequence: data.sequence, destination: data.destination });
    expect(resetToReceiver(data).payload).toHaveLength(0);
    expect(hasRightChecksums(resetToReceiver(data))).toBe(true);
  });

  it.each([
    ['157.240.1.60', [3, 10]],
    ['2a03:2880::60', [1, 1]],
  ])('quotes the packet when %s is prohibited', (server, typeAndCode) => {
    const syn = new Conversation(40_000, server).syn();
    const message = prohibited(syn);
    const header = message.version === 4 ? 20 : 40;
    expect(hasRightChecksums(message)).toBe(true);
    expect([...message.bytes.subarray(header, header + 2)]).toEqual(typeAndCode);
    expect(message.bytes.indexOf(syn.bytes.subarray(0, 28))).toBe(header + 8);
    expect(message).toMatchObject({ source: server, destination: syn.source });
  });

  it('answers UDP from the address and port that were asked', () => {
    const answer = answerUdp(datagram('9.9.9.9', 53, Buffer.from('?'), 1234), Buffer.from('!'));
    expect(answer).toMatchObject({ source: '9.9.9.9', sourcePort: 53, destinationPort: 1234 });
    expect(hasRightChecksums(answer)).toBe(true);
  });
});

describe('the maximum segment size', () => {
  it('is read from a SYN, past padding and other options', () => {
    const options = Buffer.of(1, 1, 4, 2, 2, 4, 0x05, 0x98);
    expect(maximumSegment({ ...new Conversation().syn(), options })).toBe(1432);
  });

  it.each([[[]], [[2]], [[3, 0, 2, 4]], [[0, 2, 4, 5]]])('is unknown with options %j', (options) => {
    expect(maximumSegment({ ...new Conversation().syn(), options: Buffer.from(options) })).toBeUndefined();
  });
});
