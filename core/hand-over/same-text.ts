import { timingSafeEqual } from 'node:crypto';

/** Compares without telling by its time how much was right. */
export function isSameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
