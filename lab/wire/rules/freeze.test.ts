import { describe, expect, it } from 'vitest';
import { Conversation, SERVER, TestCensor } from '../testing/conversation.ts';
import { helloMessage, inRecords } from '../testing/hello.ts';

function receive(censor: TestCensor, conversation: Conversation, kilobytes: number): number {
  let received = 0;
  for (let count = 0; count < kilobytes; count += 1) {
    if (censor.passes(conversation.down(Buffer.alloc(1024)), 'down')) received += 1024;
  }
  return received;
}

describe('the freeze', () => {
  it('lets 16 KiB of each flow through and then nothing, both ways', () => {
    const censor = new TestCensor({ kind: 'freeze' });
    const conversation = new Conversation();
    conversation.open(censor);
    expect(receive(censor, conversation, 40)).toBe(16_384);
    expect(censor.send(conversation.up('hello?'), 'up')).toEqual([]);
    expect(censor.hits).toEqual([{ rule: 'freeze', address: SERVER, port: 443 }]);
    const next = new Conversation(40_001);
    expect(next.open(censor)).toBe(true);
    expect(receive(censor, next, 16)).toBe(16_384);
  });

  it('spares addresses that are excepted', () => {
    const censor = new TestCensor({ kind: 'freeze', exceptAddresses: ['157.240.0.0/16'] });
    const conversation = new Conversation();
    conversation.open(censor);
    expect(receive(censor, conversation, 40)).toBe(40 * 1024);
  });

  it('is only for the addresses given', () => {
    const censor = new TestCensor({ kind: 'freeze', addresses: ['9.9.9.0/24'] });
    const conversation = new Conversation();
    conversation.open(censor);
    expect(receive(censor, conversation, 40)).toBe(40 * 1024);
  });

  it('is only for the names given, which records do not hide', () => {
    const censor = new TestCensor({ kind: 'freeze', names: ['whatsapp.com'] });
    const named = new Conversation(1);
    named.open(censor);
    const message = helloMessage();
    censor.passes(named.up(inRecords(message, [message.indexOf('whats') + 2])), 'up');
    expect(receive(censor, named, 40)).toBe(16_384);
    const other = new Conversation(2);
    other.open(censor);
    censor.passes(other.up(inRecords(helloMessage({ name: 'example.org' }))), 'up');
    expect(receive(censor, other, 40)).toBe(40 * 1024);
  });
});
