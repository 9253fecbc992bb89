import { describe, expect, it } from 'vitest';
import { Flag } from '../packet.ts';
import { CLIENT, Conversation, SERVER, TestCensor } from '../testing/conversation.ts';
import { helloMessage, inRecords, pieces } from '../testing/hello.ts';

const LEVELS = ['packet', 'packet-records', 'stream', 'records'] as const;
type Level = (typeof LEVELS)[number];

const message = helloMessage({ name: 'web.whatsapp.com' });
const inName = message.indexOf('whatsapp') + 4;

/** Ways to send the same hello, as lists of segments. */
const SHAPES = {
  whole: [inRecords(message)],
  'first byte alone': pieces(inRecords(message), [1]),
  'segments cut in the name': pieces(inRecords(message), [5 + inName]),
  'records cut in the name': [inRecords(message, [inName])],
  'records cut before the name': [inRecords(message, [20])],
  'records and segments cut in the name': pieces(inRecords(message, [inName]), [inName + 3]),
  'another name': [inRecords(helloMessage({ name: 'example.org' }))],
} as const;

function blocks(level: Level, segments: readonly Buffer[]): boolean {
  const censor = new TestCensor({ kind: 'sni', names: ['whatsapp.com'], level, action: 'drop' });
  const conversation = new Conversation();
  conversation.open(censor);
  for (const segment of segments) censor.passes(conversation.up(segment), 'up');
  return !censor.passes(conversation.down('ServerHello'), 'down');
}

describe('blocking by SNI', () => {
  it.each([
    ['whole', [true, true, true, true]],
    ['first byte alone', [true, false, true, true]],
    ['segments cut in the name', [false, false, true, true]],
    ['records cut in the name', [false, true, false, true]],
    ['records cut before the name', [true, true, false, true]],
    ['records and segments cut in the name', [false, false, false, true]],
    ['another name', [false, false, false, false]],
  ] as const)('a hello with %s is blocked at the levels %j', (shape, expected) => {
    expect(LEVELS.map((level) => blocks(level, SHAPES[shape]))).toEqual(expected);
  });

  it.each(['stream', 'records'] as const)('at level %s, segments out of order are put in order', (level) => {
    const censor = new TestCensor({ kind: 'sni', names: ['whatsapp.com'], level, action: 'drop' });
    const conversation = new Conversation();
    conversation.open(censor);
    const [first, second] = pieces(inRecords(message), [5 + inName]).map((part) => conversation.up(part));
    expect(second && censor.passes(second, 'up')).toBe(true);
    expect(first && censor.passes(first, 'up')).toBe(false);
    expect(censor.hits).toEqual([{ rule: 'sni', name: 'web.whatsapp.com', address: SERVER, port: 443 }]);
  });

  it('a censor that puts nothing in order loses sight of a hello whose second piece comes first', () => {
    const blocks = (inOrder: boolean) => {
      const censor = new TestCensor({
        ...{ kind: 'sni', names: ['whatsapp.com'], level: 'records', action: 'drop', reorders: false },
      });
      const conversation = new Conversation();
      conversation.open(censor);
      const parts = pieces(inRecords(message), [1]).map((part) => conversation.up(part));
      const sent = inOrder ? parts : parts.reverse();
      return sent.map((part) => censor.passes(part, 'up')).includes(false);
    };
    expect([blocks(true), blocks(false)]).toEqual([true, false]);
  });

  it('drops everything of the flow from the hello on, silently', () => {
    const censor = new TestCensor({ kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'drop' });
    const conversation = new Conversation();
    conversation.open(censor);
    expect(censor.send(conversation.up(inRecords(message)), 'up')).toEqual([]);
    expect(censor.send(conversation.up('again'), 'up')).toEqual([]);
    expect(censor.send(conversation.down('late'), 'down')).toEqual([]);
  });

  it('resets both ends and keeps the hello from the server', () => {
    const censor = new TestCensor({ kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'reset' });
    const conversation = new Conversation();
    conversation.open(censor);
    const hello = conversation.up(inRecords(message));
    const departures = censor.send(hello, 'up');
    expect(departures.map(({ direction, injected }) => ({ direction, injected }))).toEqual([
      { direction: 'down', injected: true },
      { direction: 'up', injected: true },
    ]);
    const flags = Flag.rst | Flag.ack;
    expect(departures.map(({ packet }) => packet)).toMatchObject([
      { destination: CLIENT, sequence: hello.acknowledgment, flags },
      { destination: SERVER, sequence: hello.sequence, flags },
    ]);
  });

  it('resets again when the client goes on, in case the reset was lost', () => {
    const censor = new TestCensor({ kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'reset' });
    const conversation = new Conversation();
    conversation.open(censor);
    censor.send(conversation.up(inRecords(message)), 'up');
    expect(censor.send(conversation.up('again'), 'up')).toMatchObject([
      { direction: 'down', injected: true },
    ]);
    expect(censor.send(conversation.reset(), 'up')).toEqual([]);
  });

  it('matches names by suffix, on the ports it watches', () => {
    const censor = new TestCensor({
      kind: 'sni',
      names: ['app.com'],
      level: 'records',
      action: 'drop',
      ports: [443],
    });
    const elsewhere = new Conversation(40_001, SERVER, 8443);
    elsewhere.open(censor);
    expect(censor.passes(elsewhere.up(inRecords(helloMessage({ name: 'app.com' }))), 'up')).toBe(true);
    const longer = new Conversation(40_002);
    longer.open(censor);
    expect(censor.passes(longer.up(inRecords(helloMessage({ name: 'whatsapp.com' }))), 'up')).toBe(true);
    const below = new Conversation(40_003);
    below.open(censor);
    expect(censor.passes(below.up(inRecords(helloMessage({ name: 'web.app.com' }))), 'up')).toBe(false);
  });

  it('does not look for names in what follows the hello', () => {
    const censor = new TestCensor({ kind: 'sni', names: ['t.me'], level: 'packet', action: 'drop' });
    const conversation = new Conversation();
    conversation.open(censor);
    for (let sent = 0; sent < 17 * 1024; sent += 1024)
      censor.passes(conversation.up(Buffer.alloc(1024)), 'up');
    expect(censor.passes(conversation.up('t.me'), 'up')).toBe(true);
  });

  it.each([
    ['drop', 0],
    ['reset', 1],
  ] as const)('meets new flows to the address with %s for the residual time', (action, answers) => {
    const censor = new TestCensor({
      kind: 'sni',
      names: ['whatsapp.com'],
      level: 'packet',
      action,
      residualSeconds: 30,
    });
    const hit = new Conversation(40_000);
    hit.open(censor);
    censor.send(hit.up(inRecords(message)), 'up');
    expect(censor.send(new Conversation(40_001).syn(), 'up')).toHaveLength(answers);
    expect(new Conversation(40_002, '157.240.1.61').open(censor)).toBe(true);
    expect(new Conversation(40_003, SERVER, 5222).open(censor)).toBe(true);
    censor.now += 29_999;
    expect(censor.passes(new Conversation(40_004).syn(), 'up')).toBe(false);
    censor.now += 1;
    expect(new Conversation(40_005).open(censor)).toBe(true);
    expect(censor.count('residual')).toBe(2);
    expect(censor.hits).toHaveLength(1);
  });

  it('keeps an address blocked only after so many hits there', () => {
    const censor = new TestCensor({
      ...{ kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'drop' },
      ...{ residualSeconds: 30, residualAfter: 2 },
    });
    const isOpen = (port: number, server = SERVER) => {
      const conversation = new Conversation(port, server);
      const opened = conversation.open(censor);
      censor.send(conversation.up(inRecords(message)), 'up');
      return opened;
    };
    expect([isOpen(40_000), isOpen(40_001), isOpen(40_002)]).toEqual([true, true, false]);
    expect(isOpen(40_003, '157.240.1.61')).toBe(true);
  });

  it('watches the addresses it is told to, or all', () => {
    const censor = new TestCensor({
      ...{ kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'drop' },
      addresses: ['157.240.0.0/16'],
    });
    for (const [port, server, passes] of [
      [1, '157.240.1.61', false],
      [2, '192.0.2.1', true],
    ] as const) {
      const conversation = new Conversation(40_000 + port, server);
      conversation.open(censor);
      expect(censor.passes(conversation.up(inRecords(message)), 'up')).toBe(passes);
    }
  });
});
