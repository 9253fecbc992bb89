import { describe, expect, it } from 'vitest';
import { answerUdp } from '../build.ts';
import type { Packet, UdpPacket } from '../packet.ts';
import { CLIENT, Conversation, datagram, SERVER, TestCensor } from '../testing/conversation.ts';
import type { RuleOptions } from './index.ts';

function only(censor: TestCensor, packet: Packet, direction: 'up' | 'down'): Packet | undefined {
  const departures = censor.send(packet, direction);
  expect(departures).toHaveLength(1);
  return departures[0]?.packet;
}

function udp(packet: Packet | undefined): UdpPacket {
  if (packet?.kind !== 'udp') throw new Error('not UDP');
  return packet;
}

describe('hijacked port 53', () => {
  const hijack = { kind: 'dns-hijack', to: { ipv4: '10.77.0.53' } } as const;

  it('sends every question to the one resolver, whose answer seems to come from the one asked', () => {
    const censor = new TestCensor(hijack);
    const question = udp(only(censor, datagram('8.8.8.8', 53, Buffer.from('?')), 'up'));
    expect(question).toMatchObject({ destination: '10.77.0.53', destinationPort: 53, source: CLIENT });
    const answer = only(censor, answerUdp(question, Buffer.from('!')), 'down');
    expect(answer).toMatchObject({ source: '8.8.8.8', sourcePort: 53, destinationPort: 50_000 });
    expect(censor.hits).toEqual([{ rule: 'dns-hijack', resolver: '8.8.8.8', over: 'udp' }]);
  });

  it('keeps two resolvers apart that are asked from one port', () => {
    const censor = new TestCensor(hijack);
    const asked = ['8.8.8.8', '1.1.1.1'];
    const questions = asked.map((to) => udp(only(censor, datagram(to, 53, Buffer.from(to)), 'up')));
    const answers = questions.map((question) => only(censor, answerUdp(question, question.payload), 'down'));
    expect(answers.map((answer) => answer?.source)).toEqual(asked);
    expect(answers.map((answer) => udp(answer).destinationPort)).toEqual([50_000, 50_000]);
  });

  it('does the same to TCP, and nothing to the resolver itself or to other ports', () => {
    const censor = new TestCensor(hijack);
    expect(only(censor, new Conversation(1, '8.8.8.8', 53).syn(), 'up')?.destination).toBe('10.77.0.53');
    const own = datagram('10.77.0.53', 53, Buffer.from('?'));
    expect(only(censor, own, 'up')).toBe(own);
    const other = new Conversation(2, '8.8.8.8', 853).syn();
    expect(only(censor, other, 'up')).toBe(other);
  });

  it('drops the family it has no resolver for', () => {
    expect(new TestCensor(hijack).send(new Conversation(1, '2001:4860:4860::8888', 53).syn(), 'up')).toEqual(
      [],
    );
  });
});

describe('the captive portal', () => {
  const portal: RuleOptions = {
    kind: 'portal',
    to: { ipv4: '10.77.0.80', port: 8080 },
    exceptAddresses: ['10.77.0.80'],
  };

  it('answers every web page itself', () => {
    const censor = new TestCensor(portal);
    const asked = new Conversation(1, SERVER, 80);
    expect(only(censor, asked.syn(), 'up')).toMatchObject({
      destination: '10.77.0.80',
      destinationPort: 8080,
    });
    const answer = new Conversation(1, '10.77.0.80', 8080).synAck();
    expect(only(censor, answer, 'down')).toMatchObject({ source: SERVER, sourcePort: 80 });
  });

  it('drops TLS and the rest, but neither DNS nor its own pages', () => {
    const censor = new TestCensor(portal);
    expect(censor.send(new Conversation(1).syn(), 'up')).toEqual([]);
    expect(censor.send(datagram(SERVER, 443, Buffer.alloc(1)), 'up')).toEqual([]);
    expect(censor.passes(datagram('10.77.0.53', 53, Buffer.alloc(1)), 'up')).toBe(true);
    expect(new Conversation(2, '10.77.0.80', 443).open(censor)).toBe(true);
  });

  it('may reset instead', () => {
    const censor = new TestCensor({ ...portal, others: 'reset' });
    expect(censor.send(new Conversation(1).syn(), 'up')).toMatchObject([
      { direction: 'down', injected: true },
    ]);
  });
});

describe('the intercepting box', () => {
  const box = { ipv4: '10.77.0.99', ipv6: '2a0e:77:2::99', port: 8443 };

  it.each([
    [SERVER, '10.77.0.99'],
    ['2a03:2880::60', '2a0e:77:2::99'],
  ])('gets the TLS flows to %s', (server, destination) => {
    const censor = new TestCensor({ kind: 'redirect-tls', to: box });
    const seen = only(censor, new Conversation(1, server).syn(), 'up');
    expect(seen).toMatchObject({ destination, destinationPort: 8443 });
    const restored = only(censor, new Conversation(1, destination, 8443).synAck(), 'down');
    expect(restored).toMatchObject({ source: server, sourcePort: 443 });
  });

  it('leaves excepted addresses, others than the given and other ports alone', () => {
    const censor = new TestCensor({
      kind: 'redirect-tls',
      to: box,
      addresses: ['157.240.0.0/16'],
      exceptAddresses: ['157.240.2.0/24'],
    });
    for (const packet of [
      new Conversation(1, '157.240.2.1').syn(),
      new Conversation(1, '9.9.9.9').syn(),
      new Conversation(1, SERVER, 5222).syn(),
    ]) {
      expect(only(censor, packet, 'up')).toBe(packet);
    }
  });
});
