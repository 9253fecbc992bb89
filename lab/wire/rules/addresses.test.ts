import { describe, expect, it } from 'vitest';
import { Flag, Protocol } from '../packet.ts';
import { Conversation, datagram, TestCensor } from '../testing/conversation.ts';

describe('blocking addresses', () => {
  it.each(['157.240.1.60', '2a03:2880::60'])('drops %s in silence, both ways', (server) => {
    const addresses = ['157.240.0.0/16', '2a03:2880::/29'];
    const censor = new TestCensor({ kind: 'block-address', addresses, action: 'drop' });
    const conversation = new Conversation(1, server);
    expect(censor.send(conversation.syn(), 'up')).toEqual([]);
    expect(censor.send(conversation.synAck(), 'down')).toEqual([]);
    expect(censor.hits).toHaveLength(1);
  });

  it('refuses with a reset', () => {
    const censor = new TestCensor({
      kind: 'block-address',
      addresses: ['157.240.0.0/16'],
      action: 'tcp-reset',
    });
    const [reset] = censor.send(new Conversation().syn(), 'up');
    expect(reset).toMatchObject({ direction: 'down', packet: { flags: Flag.rst | Flag.ack } });
  });

  it('refuses with ICMP, also what is not TCP', () => {
    const censor = new TestCensor({
      kind: 'block-address',
      addresses: ['0.0.0.0/0'],
      action: 'icmp-prohibited',
    });
    for (const packet of [new Conversation().syn(), datagram('9.9.9.9', 53, Buffer.alloc(4))]) {
      expect(censor.send(packet, 'up')).toMatchObject([
        { direction: 'down', injected: true, packet: { protocol: Protocol.icmp } },
      ]);
    }
  });

  it('looks at ports and protocols when they are given', () => {
    const censor = new TestCensor({
      kind: 'block-address',
      addresses: ['9.9.9.9'],
      ports: [443, 853],
      protocols: ['tcp'],
      action: 'drop',
    });
    expect(censor.passes(new Conversation(1, '9.9.9.9', 443).syn(), 'up')).toBe(false);
    expect(censor.passes(new Conversation(1, '9.9.9.9', 53).syn(), 'up')).toBe(true);
    expect(censor.passes(datagram('9.9.9.9', 853, Buffer.alloc(1)), 'up')).toBe(true);
    expect(censor.passes(new Conversation(1, '9.9.9.10', 443).syn(), 'up')).toBe(true);
  });
});

describe('the white list', () => {
  const addresses = ['77.88.8.8', '10.77.0.0/16'];

  it('lets the listed through and drops the rest', () => {
    const censor = new TestCensor({ kind: 'whitelist', addresses });
    expect(new Conversation(1, '77.88.8.8').open(censor)).toBe(true);
    expect(censor.send(new Conversation(2).syn(), 'up')).toEqual([]);
    expect(censor.passes(datagram('9.9.9.9', 53, Buffer.alloc(1)), 'up')).toBe(false);
    expect(censor.hits).toHaveLength(2);
  });

  it('may reset, and look at ports', () => {
    const censor = new TestCensor({ kind: 'whitelist', addresses, ports: [443], action: 'reset' });
    expect(censor.send(new Conversation(1, '77.88.8.8', 80).syn(), 'up')).toMatchObject([
      { direction: 'down' },
    ]);
    expect(new Conversation(1, '77.88.8.8', 443).open(censor)).toBe(true);
  });
});

describe('loss and the unplugged cable', () => {
  it('loses about as much as asked, in the direction asked', () => {
    const censor = new TestCensor({ kind: 'loss', rate: 0.02, direction: 'down' });
    const conversation = new Conversation();
    const packet = conversation.down('x');
    const lost = Array.from({ length: 20_000 }, () => censor.passes(packet, 'down')).filter(
      (passed) => !passed,
    );
    expect(lost.length / 20_000).toBeCloseTo(0.02, 2);
    expect(censor.count('dropped')).toBe(lost.length);
    expect(Array.from({ length: 1000 }, () => censor.passes(packet, 'up')).every(Boolean)).toBe(true);
  });

  it('lets nothing through when down', () => {
    const censor = new TestCensor({ kind: 'down' });
    expect(censor.send(new Conversation().syn(), 'up')).toEqual([]);
    expect(censor.count('dropped')).toBe(1);
  });
});
