import { describe, expect, test } from 'vitest';
import { CAUSES } from '../../core/model/verdict.ts';
import { networkAdvice, reason } from './causes.ts';

describe('causes in words', () => {
  test.each(CAUSES)('%s has a reason and, for a whole network, advice, without jargon', (cause) => {
    const detail = cause === 'intercepted' ? undefined : 'reset';
    for (const text of [reason({ cause, detail }), networkAdvice({ cause })]) {
      expect(text).toMatch(/^\w.{10,}/);
      expect(text).not.toMatch(/DNS|SNI|TLS|IP\b|proxy|handshake|undefined|reset/);
    }
  });

  test('a forged certificate names itself, and its words stay words', () => {
    const detail = 'this-computer: Evil $& \x1b]0;title\x07AV';
    expect(reason({ cause: 'intercepted', detail })).toBe(
      'a program on this computer, or its owner, opens all secure connections (it calls itself “Evil $& ]0;titleAV”)',
    );
    expect(networkAdvice({ cause: 'intercepted', detail: 'Evil $&' })).toContain('“Evil $&”');
  });

  test('a wrong clock says how wrong', () => {
    expect(networkAdvice({ cause: 'clock-wrong', detail: '365 days behind' })).toContain(
      'clock is 365 days behind',
    );
  });
});
