import { describe, expect, it } from 'vitest';
import { Conversation, TestCensor } from '../testing/conversation.ts';
import { helloMessage, inRecords } from '../testing/hello.ts';

/** Sends 1,000 bytes each 10 ms for some seconds: 100 kB/s. */
function receive(censor: TestCensor, conversation: Conversation, seconds: number): number {
  let received = 0;
  for (let tick = 0; tick < seconds * 100; tick += 1) {
    censor.now += 10;
    if (censor.passes(conversation.down(Buffer.alloc(1000)), 'down')) received += 1000;
  }
  return received;
}

describe('policing', () => {
  it('holds each flow to the rate, and says so once', () => {
    const censor = new TestCensor({ kind: 'police', addresses: ['157.240.0.0/16'] });
    for (const port of [1, 2]) {
      const conversation = new Conversation(port);
      conversation.open(censor);
      const received = receive(censor, conversation, 10);
      expect(received).toBeGreaterThan(165_000);
      expect(received).toBeLessThanOrEqual(8_000 + 160_000);
    }
    expect(censor.hits).toHaveLength(2);
    expect(censor.count('dropped')).toBeGreaterThan(1000);
  });

  it('touches only flows with the names given', () => {
    const censor = new TestCensor({ kind: 'police', names: ['whatsapp.com'] });
    const named = new Conversation(1);
    named.open(censor);
    censor.passes(named.up(inRecords(helloMessage())), 'up');
    expect(receive(censor, named, 2)).toBeLessThanOrEqual(8_000 + 32_000);
    const other = new Conversation(2);
    other.open(censor);
    censor.passes(other.up(inRecords(helloMessage({ name: 'example.org' }))), 'up');
    expect(receive(censor, other, 2)).toBe(200_000);
  });
});
