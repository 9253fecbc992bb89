import { expect, test } from 'vitest';
import { busySeconds, usedBy } from './processor.ts';

test('a process whose name holds brackets and spaces is counted right', () => {
  const stat = '7 (a) S (b) 1) R 1 2 3 4 5 6 7 8 9 10 150 50 300 400 20 0 1 0';
  expect(usedBy(stat)).toBe(2);
  expect(usedBy(stat, true)).toBe(9);
});

test('idling and waiting for disks are not being busy, being stolen from is', () => {
  expect(busySeconds('cpu  100 10 200 99999 88888 1 2 30 0 0\ncpu0 1 2 3')).toBe(3.43);
});
