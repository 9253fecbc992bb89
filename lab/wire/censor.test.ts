import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Censor } from './censor.ts';
import { parsePacket } from './packet.ts';
import type { RuleOptions } from './rules/index.ts';
import { Conversation, datagram, SERVER, TestCensor } from './testing/conversation.ts';
import { helloMessage, inRecords } from './testing/hello.ts';

const numRuns = Number(process.env.FOOTBRIDGE_FUZZ_RUNS ?? 300);

const EVERYTHING: readonly RuleOptions[] = [
  { kind: 'loss', rate: 0.01 },
  { kind: 'dns-forge', names: ['whatsapp.com'], answer: { a: '10.10.34.36' } },
  { kind: 'dns-hijack', to: { ipv4: '10.77.0.53' } },
  { kind: 'block-address', addresses: ['9.9.9.9', '2620:fe::/48'], action: 'icmp-prohibited' },
  { kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'reset' },
  { kind: 'sni', names: ['signal.org'], level: 'stream', action: 'drop', residualSeconds: 5 },
  { kind: 'sni', names: ['telegram.org'], level: 'records', action: 'reset' },
  { kind: 'incomplete-hello' },
  { kind: 'big-hello' },
  { kind: 'parallel-handshakes' },
  { kind: 'freeze', names: ['whatsapp.net'] },
  { kind: 'police', addresses: ['1.1.1.1'] },
  { kind: 'redirect-tls', to: { ipv4: '10.77.0.99' }, exceptAddresses: [SERVER] },
  { kind: 'portal', to: { ipv4: '10.77.0.80' } },
  { kind: 'whitelist', addresses: ['0.0.0.0/0'] },
];

describe('rules in a row', () => {
  it('are met by the world in the opposite order, so that each sees the same addresses both ways', () => {
    const censor = new TestCensor(
      { kind: 'dns-hijack', to: { ipv4: '10.77.0.53' } },
      { kind: 'whitelist', addresses: ['10.77.0.53'] },
    );
    expect(censor.passes(new Conversation(1, '8.8.8.8', 53).syn(), 'up')).toBe(true);
    expect(censor.passes(new Conversation(1, '10.77.0.53', 53).synAck(), 'down')).toBe(true);
    expect(censor.hits.map(({ rule }) => rule)).toEqual(['dns-hijack']);
  });

  it('see each what the others inject', () => {
    const censor = new TestCensor(
      { kind: 'redirect-tls', to: { ipv4: '10.77.0.99' } },
      { kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'reset' },
    );
    const conversation = new Conversation();
    censor.send(conversation.syn(), 'up');
    const departures = censor.send(conversation.up(inRecords(helloMessage())), 'up');
    expect(departures.map(({ packet }) => [packet.source, packet.destination])).toEqual([
      [SERVER, '10.77.1.2'],
      ['10.77.1.2', '10.77.0.99'],
    ]);
  });

  it('have a name of their own for statistics when they are given one', () => {
    const censor = new TestCensor({ kind: 'down', id: 'cable' });
    expect(censor.censor.statistics).toEqual([{ id: 'cable', kind: 'down', hits: 0, counts: {} }]);
  });

  it('may come later, and are as if they were not there until then', () => {
    const rule = {
      kind: 'block-address' as const,
      id: 'server',
      addresses: ['9.9.9.9'],
      action: 'drop' as const,
    };
    const censor = new Censor(
      [],
      () => 0,
      () => undefined,
      [rule, { ...rule, id: 'other', addresses: ['8.8.8.8'] }],
    );
    const passes = () => censor.judge(datagram('9.9.9.9', 53, Buffer.alloc(1)), 'up', 0).length > 0;
    expect(passes()).toBe(true);
    censor.begin('other');
    expect(passes()).toBe(true);
    censor.begin('server');
    expect(passes()).toBe(false);
    expect(censor.statistics.map(({ id, hits }) => [id, hits])).toEqual([
      ['server', 1],
      ['other', 0],
    ]);
  });

  it('may be none', () => {
    const censor = new TestCensor();
    const packet = datagram('9.9.9.9', 53, Buffer.alloc(1));
    expect(censor.send(packet, 'up')).toEqual([{ packet, direction: 'up', injected: false }]);
  });

  it('never throw and send only well-formed packets, whatever goes through them', () => {
    const message = inRecords(helloMessage({ padding: 100 }));
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc
        .tuple(fc.nat(message.length), fc.nat(message.length))
        .map(([from, to]) => message.subarray(from, to)),
    );
    const step = fc.record({
      direction: fc.constantFrom('up' as const, 'down' as const),
      flags: fc.nat(63),
      sequence: fc.nat(300),
      port: fc.constantFrom(53, 80, 443),
      server: fc.constantFrom(SERVER, '9.9.9.9', '1.1.1.1', '2620:fe::9'),
      isUdp: fc.boolean(),
      at: fc.nat(100),
      value: fc.nat(255),
      payload,
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const censor = new TestCensor(...EVERYTHING);
        for (const {
          direction,
          flags,
          sequence,
          port,
          server,
          isUdp,
          at,
          value,
          payload: content,
        } of steps) {
          const conversation = new Conversation(4000 + (sequence % 3), server, port);
          const udp =
            server.includes(':') || direction === 'down' ? undefined : datagram(server, port, content);
          const built =
            isUdp && udp ? udp : direction === 'up' ? conversation.up(content) : conversation.down(content);
          const bytes = Buffer.from(built.bytes);
          if (built.kind === 'tcp') bytes[(built.version === 4 ? 20 : 40) + 13] = flags;
          if (at < bytes.length) bytes[at] = value;
          const packet = parsePacket(bytes);
          censor.now += sequence;
          for (const departure of packet ? censor.send(packet, direction) : []) {
            expect(parsePacket(departure.packet.bytes)).toBeDefined();
          }
        }
      }),
      { numRuns },
    );
  });
});
