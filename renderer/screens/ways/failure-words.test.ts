import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OONI_FAILURES, OWN_FAILURES, PROXY_FAILURES } from '../../../core/model/failure.ts';
import english from '../../../resources/locales/en/ways.json' with { type: 'json' };
import { failureWords, isTor } from './failure-words.ts';

const sentences: ReadonlyMap<string, string> = new Map(
  Object.entries(english).map(([key, text]) => [`ways.${key}`, text]),
);
const sentence = (failure: string, label = 'socks5://a.example:1') =>
  sentences.get(failureWords(failure, label));

describe('the words for a failed test', () => {
  it('are different for each way a proxy can fail (N11)', () => {
    expect(new Set(PROXY_FAILURES.map((failure) => sentence(failure))).size).toBe(PROXY_FAILURES.length);
  });

  it('tell of bridges where Tor did not get into its network, and of other ones where it had some', () => {
    const [direct, bridged] = ['tor://direct', 'tor://obfs4'].map((label) =>
      sentence('x_proxy_unreachable', label),
    );
    expect(direct).toContain('hidden entrances');
    expect(bridged).toContain('other lines');
    expect(sentence('x_proxy_engine_missing', 'tor://direct')).toBe(sentence('x_proxy_engine_missing'));
  });

  it('know Tor, with bridges and without, from a server', () => {
    expect(['tor://direct', 'tor://obfs4', 'ssh://a.example:22', 'https://tor.example'].map(isTor)).toEqual([
      ...[true, true, false, false],
    ]);
  });

  it.each([...PROXY_FAILURES, ...OWN_FAILURES, ...OONI_FAILURES])(
    'for %s are a sentence of ours',
    (failure) => {
      expect(sentence(failure)).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('fall back to one sentence for what nobody foresaw', () => {
    fc.assert(
      fc.property(fc.string(), (cause) => {
        expect(failureWords(`unknown_failure: ${cause}`, 'socks5://a.example:1')).toBe('ways.failure-other');
      }),
    );
  });

  it.each([
    ['generic_timeout_error', 'ways.failure-silent'],
    ['eof_error', 'ways.failure-cut'],
    ['dns_nxdomain_error', 'ways.failure-name'],
    ['ssl_unknown_authority', 'ways.failure-certificate'],
    ['x_frozen', 'ways.failure-slow'],
    ['http_unexpected_status_code', 'ways.failure-strange-answer'],
  ])('for %s are %s', (failure, key) => {
    expect(failureWords(failure, 'socks5://a.example:1')).toBe(key);
  });
});
