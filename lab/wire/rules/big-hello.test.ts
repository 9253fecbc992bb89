import { describe, expect, it } from 'vitest';
import { Conversation, TestCensor } from '../testing/conversation.ts';
import { helloMessage, inRecords, pieces } from '../testing/hello.ts';

const chrome = helloMessage({ greased: true, keyShares: [0x2a2a, 0x11ec, 0x1d], padding: 1400 });
const openssl = helloMessage({ keyShares: [0x11ec, 0x1d], padding: 1400 });
const small = helloMessage({ greased: true });

function passes(shape: 'size' | 'chrome', segments: readonly Buffer[]): boolean {
  const censor = new TestCensor({ kind: 'big-hello', shape });
  const conversation = new Conversation();
  conversation.open(censor);
  for (const segment of segments) censor.passes(conversation.up(segment), 'up');
  const passed = censor.passes(conversation.down('ServerHello'), 'down');
  expect(censor.hits).toHaveLength(passed ? 0 : 1);
  return passed;
}

describe('dropping hellos like those of Chrome', () => {
  it('by shape drops only reserved ciphers with a post-quantum share', () => {
    expect(passes('chrome', pieces(inRecords(chrome), [1400]))).toBe(false);
    expect(passes('chrome', pieces(inRecords(openssl), [1400]))).toBe(true);
    expect(passes('chrome', [inRecords(small)])).toBe(true);
  });

  it('by size drops every long hello, at its first bytes', () => {
    expect(passes('size', [inRecords(openssl).subarray(0, 100)])).toBe(false);
    expect(passes('size', [inRecords(small)])).toBe(true);
  });

  it.each(['size', 'chrome'] as const)('by %s is not evaded by records or segments', (shape) => {
    expect(passes(shape, pieces(inRecords(chrome, [3, 50, 700]), [1, 40, 900]))).toBe(false);
  });

  it('leaves what is not TLS alone', () => {
    expect(passes('size', [Buffer.from('GET / HTTP/1.1')])).toBe(true);
  });
});
