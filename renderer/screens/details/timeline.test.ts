import { describe, expect, it } from 'vitest';
import { type MeasuredStep, timeline } from './timeline.ts';

const all = { messenger: null, failedOnly: false };
let number = 0;
const step = (at: number, milliseconds: number, more: Partial<MeasuredStep> = {}): MeasuredStep => ({
  number: ++number,
  at,
  milliseconds,
  messenger: 'whatsapp',
  purpose: 'chat',
  transport: 'direct',
  operation: 'connect',
  subject: '192.0.2.1:443',
  failure: null,
  ...more,
});

describe('the timeline', () => {
  it('of nothing is empty', () => {
    expect(timeline([], all)).toEqual([]);
  });

  it('puts what a purpose saw on a transport into one lane, and others into others', () => {
    const [burst] = timeline(
      [
        step(1000, 100),
        step(1500, 400),
        step(1200, 200, { transport: 'tlsfrag:sni' }),
        step(1200, 100, { purpose: 'media' }),
      ],
      all,
    );
    expect(burst?.lanes.map(({ purpose, transport, bars }) => [purpose, transport, bars.length])).toEqual([
      ['chat', 'direct', 2],
      ['chat', 'tlsfrag:sni', 1],
      ['media', 'direct', 1],
    ]);
  });

  it('counts a step backwards from when it was told of', () => {
    const [burst] = timeline([step(1000, 100), step(1500, 400)], all);
    expect(burst).toMatchObject({ from: 900, milliseconds: 600, steps: 2 });
    expect(burst?.lanes[0]?.bars.map(({ start }) => start)).toEqual([0, 200]);
    expect(burst?.lanes[0]?.milliseconds).toBe(600);
  });

  it('begins anew after a silence, the newest on top', () => {
    const bursts = timeline([step(1000, 100), step(16_000, 10), step(50_000, 10)], all);
    expect(bursts.map(({ steps }) => steps)).toEqual([1, 2]);
  });

  it('does not take a step that takes long for a silence', () => {
    expect(timeline([step(1000, 100), step(40_000, 30_000)], all)).toHaveLength(1);
  });

  it('names each failure of a lane once', () => {
    const [burst] = timeline(
      [step(1, 1, { failure: 'eof_error' }), step(2, 1, { failure: 'eof_error' }), step(3, 1)],
      all,
    );
    expect(burst?.lanes[0]?.failures).toEqual(['eof_error']);
  });

  it('shows one messenger, or what failed, alone', () => {
    const steps = [step(1, 1), step(2, 1, { messenger: 'signal', failure: 'eof_error' })];
    expect(timeline(steps, { messenger: 'whatsapp', failedOnly: false })[0]?.steps).toBe(1);
    expect(timeline(steps, { messenger: 'whatsapp', failedOnly: true })).toEqual([]);
    expect(timeline(steps, { messenger: null, failedOnly: true })[0]?.lanes[0]?.messenger).toBe('signal');
  });
});
