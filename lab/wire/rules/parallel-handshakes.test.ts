import { describe, expect, it } from 'vitest';
import { Conversation, SERVER, TestCensor } from '../testing/conversation.ts';
import { helloMessage, inRecords } from '../testing/hello.ts';

const hello = inRecords(helloMessage());

function start(censor: TestCensor, count: number, server = SERVER): Conversation[] {
  return Array.from({ length: count }, (_, index) => {
    const conversation = new Conversation(41_000 + index + censor.now, server);
    conversation.open(censor);
    censor.passes(conversation.up(hello), 'up');
    return conversation;
  });
}

describe('policing parallel handshakes', () => {
  it('bears three at a time to one address', () => {
    const censor = new TestCensor({ kind: 'parallel-handshakes' });
    for (const conversation of start(censor, 3)) {
      expect(censor.passes(conversation.down('ServerHello'), 'down')).toBe(true);
    }
    start(censor, 3, '157.240.1.61');
    expect(censor.hits).toEqual([]);
  });

  it('drops the address for 30 s at the fourth, flows that are open too', () => {
    const censor = new TestCensor({ kind: 'parallel-handshakes' });
    const [open] = start(censor, 1);
    expect(open && censor.passes(open.down('ServerHello'), 'down')).toBe(true);
    start(censor, 4);
    expect(censor.hits).toEqual([{ rule: 'parallel-handshakes', address: SERVER, underWay: 4 }]);
    expect(open && censor.passes(open.down('data'), 'down')).toBe(false);
    expect(new Conversation(1, '157.240.1.61').open(censor)).toBe(true);
    censor.now += 29_999;
    expect(new Conversation(2).open(censor)).toBe(false);
    censor.now += 1;
    expect(new Conversation(3).open(censor)).toBe(true);
  });

  it('does not count what was answered, given up or forgotten', () => {
    const censor = new TestCensor({ kind: 'parallel-handshakes' });
    for (const conversation of start(censor, 2)) censor.passes(conversation.down('ServerHello'), 'down');
    for (const conversation of start(censor, 3)) censor.passes(conversation.reset(), 'up');
    start(censor, 3);
    censor.now += 10_001;
    start(censor, 3);
    expect(censor.hits).toEqual([]);
  });

  it('counts a handshake once, however often its hello is sent again', () => {
    const censor = new TestCensor({ kind: 'parallel-handshakes' });
    const [conversation] = start(censor, 1);
    for (let again = 0; again < 5; again += 1) conversation && censor.passes(conversation.up(hello), 'up');
    expect(censor.hits).toEqual([]);
  });

  it.each([
    ['hello', 0],
    ['syn', 1],
  ] as const)('counts since the %s', (since, hits) => {
    const censor = new TestCensor({ kind: 'parallel-handshakes', since });
    for (let port = 1; port <= 4; port += 1) new Conversation(port).open(censor);
    expect(censor.hits).toHaveLength(hits);
  });
});
