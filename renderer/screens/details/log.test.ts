import { describe, expect, it } from 'vitest';
import { linesFrom, logText } from './log.ts';

const lines = [
  { at: 0, level: 'info', code: 'started', text: 'the local proxy is open' },
  { at: 1, level: 'warning', code: 'slow', text: 'a download is slow' },
  { at: 2, level: 'error', code: 'lost', text: 'a way was lost' },
] as const;

describe('the log', () => {
  it.each([
    ['info', ['started', 'slow', 'lost']],
    ['warning', ['slow', 'lost']],
    ['error', ['lost']],
  ] as const)('from %s on holds %j', (level, codes) => {
    expect(linesFrom(lines, level).map(({ code }) => code)).toEqual(codes);
  });

  it('is copied as a line each, in world time', () => {
    expect(logText(lines.slice(0, 2))).toBe(
      '1970-01-01T00:00:00.000Z info started the local proxy is open\n1970-01-01T00:00:00.001Z warning slow a download is slow\n',
    );
  });

  it('survives a moment that no calendar holds', () => {
    expect(logText([{ ...lines[0], at: 9e20 }])).toMatch(/^900000000000000000000 info/);
  });
});
