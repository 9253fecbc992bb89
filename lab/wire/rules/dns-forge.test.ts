import dnsPacket from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { datagram, TestCensor } from '../testing/conversation.ts';

function question(name: string, type: 'A' | 'AAAA' = 'A'): Buffer {
  return dnsPacket.encode({
    type: 'query',
    id: 77,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ type, name }],
  });
}

function ask(censor: TestCensor, payload: Buffer, resolver = '9.9.9.9') {
  const departures = censor.send(datagram(resolver, 53, payload), 'up');
  const forged = departures.find(({ injected }) => injected)?.packet;
  return {
    passed: departures.some(({ injected }) => !injected),
    source: forged?.source,
    answer: forged?.kind === 'udp' ? dnsPacket.decode(forged.payload) : undefined,
  };
}

describe('forged DNS answers', () => {
  it('say NXDOMAIN for the names and what is below them, while the question goes on', () => {
    const censor = new TestCensor({ kind: 'dns-forge', names: ['whatsapp.com'], answer: 'nxdomain' });
    const { passed, source, answer } = ask(censor, question('Web.WhatsApp.com'));
    expect({ passed, source }).toEqual({ passed: true, source: '9.9.9.9' });
    expect(answer).toMatchObject({ id: 77, type: 'response', rcode: 'NXDOMAIN', answers: [] });
    expect(answer?.questions).toEqual([{ name: 'Web.WhatsApp.com', type: 'A', class: 'IN' }]);
    expect(censor.hits).toHaveLength(1);
  });

  it('give an address of the kind asked for, or none', () => {
    const censor = new TestCensor({
      kind: 'dns-forge',
      names: ['whatsapp.com'],
      answer: { a: '10.10.34.36' },
    });
    expect(ask(censor, question('whatsapp.com')).answer?.answers).toMatchObject([{ data: '10.10.34.36' }]);
    expect(ask(censor, question('whatsapp.com', 'AAAA')).answer).toMatchObject({
      rcode: 'NOERROR',
      answers: [],
    });
    const both = new TestCensor({ kind: 'dns-forge', names: ['whatsapp.com'], answer: { aaaa: '2001::1' } });
    expect(ask(both, question('whatsapp.com', 'AAAA')).answer?.answers).toMatchObject([{ data: '2001::1' }]);
  });

  it('can keep the question, and be for some resolvers only', () => {
    const censor = new TestCensor({
      kind: 'dns-forge',
      names: ['whatsapp.com'],
      answer: 'nxdomain',
      resolvers: ['8.8.8.8'],
      dropQuery: true,
    });
    expect(ask(censor, question('whatsapp.com'), '8.8.8.8')).toMatchObject({
      passed: false,
      source: '8.8.8.8',
    });
    expect(ask(censor, question('whatsapp.com'), '9.9.9.9')).toMatchObject({
      passed: true,
      source: undefined,
    });
  });

  it('leave other names, answers and what is not DNS alone', () => {
    const censor = new TestCensor({ kind: 'dns-forge', names: ['whatsapp.com'], answer: 'nxdomain' });
    const answer = dnsPacket.encode({ type: 'response', questions: [{ type: 'A', name: 'whatsapp.com' }] });
    for (const payload of [question('notwhatsapp.com'), answer, Buffer.from('x'), Buffer.alloc(0)]) {
      expect(ask(censor, payload)).toMatchObject({ passed: true, source: undefined });
    }
    expect(censor.hits).toEqual([]);
  });
});
