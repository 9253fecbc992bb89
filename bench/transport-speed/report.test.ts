import { expect, test } from 'vitest';
import type { LoadName, Sample } from './measure.ts';
import { type Compared, disturbed, promises, share, speedTable } from './report.ts';

const samples = (...speeds: number[]): ReadonlyMap<LoadName, readonly Sample[]> => {
  const of = speeds.map((perSecond) => ({ perSecond, perGigabyte: 2, isDisturbed: perSecond === 1 }));
  return new Map([
    ['down 1', of],
    ['down 8', of],
    ['up 1', of],
  ]);
};
const compared = (name: string, ours: number[], theirs: number[]): Compared => ({
  ...{ name, rival: 'ss-local', ours: samples(...ours), theirs: samples(...theirs) },
  memory: { ours: 90, theirs: 4.4 },
});

test('medians are compared, of samples that nobody disturbed where there are any', () => {
  expect(share(compared('SSH', [3e8, 1, 1], [2e8, 1e8, 3e8]), 'up 1')).toBe(1.5);
  expect(share(compared('SSH', [1], [2e8]), 'up 1')).toBe(5e-9);
  expect(disturbed([compared('SSH', [3e8, 1], [2e8])])).toBe('3 of 9');
});

test('a protocol has a row', () => {
  expect(speedTable([compared('Shadowsocks aes-128-gcm', [3e8], [4e8])]).split('\n')[2]).toBe(
    '| Shadowsocks aes-128-gcm | ss-local | 300 / 400 (0.75) | 300 / 400 (0.75) | 300 / 400 (0.75) | 2.00 / 2.00 | 90 / 4 |',
  );
});

test('what was promised is judged, each way', () => {
  expect(promises([compared('Shadowsocks aes-128-gcm', [3e8], [4e8])])).toMatchObject({ holds: false });
  expect(promises([compared('Shadowsocks aes-128-gcm', [3.2e8], [4e8])])).toMatchObject({ holds: true });
  const nothing = promises([compared('VLESS in TLS', [1e8], [4e8])]);
  expect(nothing).toEqual({ holds: true, text: '' });
});
