import { describe, expect, it } from 'vitest';
import { Conversation, TestCensor } from '../testing/conversation.ts';
import { helloMessage, inRecords, pieces } from '../testing/hello.ts';

const small = helloMessage();
const big = helloMessage({ padding: 1600 });

function judge(segments: readonly Buffer[], mss = 1460) {
  const censor = new TestCensor({ kind: 'incomplete-hello' });
  const conversation = new Conversation();
  censor.passes(conversation.syn(), 'up');
  censor.passes(conversation.synAck(mss), 'down');
  for (const segment of segments) censor.passes(conversation.up(segment), 'up');
  const passed = censor.passes(conversation.down('ServerHello'), 'down');
  expect(censor.hits).toHaveLength(passed ? 0 : 1);
  return passed ? 'passed' : censor.hits[0]?.complaint;
}

describe('dropping incomplete hellos', () => {
  it('passes a hello whole in one segment and one record', () => {
    expect(judge([inRecords(small)])).toBe('passed');
  });

  it('passes a hello of two segments whose first is full', () => {
    expect(judge(pieces(inRecords(big), [1460]))).toBe('passed');
  });

  it('goes by the smaller maximum segment of the server', () => {
    expect(judge(pieces(inRecords(big), [1300]), 1300)).toBe('passed');
  });

  it.each([1, 4, 8, 100])('drops a flow whose first segment has %i bytes of the hello', (length) => {
    expect(judge(pieces(inRecords(small), [length]))).toBe('short-segment');
  });

  it('drops a flow whose long hello starts with a segment that is not full', () => {
    expect(judge(pieces(inRecords(big), [1400]))).toBe('short-segment');
  });

  it.each([4, 50])('drops a flow whose first record holds %i bytes of the hello', (cut) => {
    expect(judge([inRecords(small, [cut])])).toBe('short-record');
  });

  it('drops a flow whose first record is too small for the start of the message', () => {
    expect(judge([inRecords(small, [1])])).toBe('short-segment');
  });

  it('leaves what is not TLS alone', () => {
    expect(judge([Buffer.from('GET / HTTP/1.1\r\n\r\n')])).toBe('passed');
  });

  it('judges the first segment only', () => {
    expect(judge([inRecords(small), inRecords(small, [7])])).toBe('passed');
  });
});
