import { describe, expect, it } from 'vitest';
import type { Reply } from './reply.ts';
import { suspicion } from './suspicion.ts';

const honest: Reply = {
  truncated: false,
  authoritative: false,
  edns: true,
  failure: null,
  addresses: ['203.0.113.1'],
  ttl: 60,
};
const isForged = (address: string) => address.startsWith('10.');
const of = (changes: Partial<Reply>) => suspicion({ ...honest, ...changes }, isForged);

describe('suspicion', () => {
  it('is none of what an honest resolver sends', () => {
    expect(of({})).toBe(0);
  });

  it('is raised by a forged address, a denial, missing EDNS and the authoritative bit, most by the first', () => {
    const marks = [
      of({ addresses: ['203.0.113.1', '10.10.34.36'] }),
      of({ failure: 'dns_nxdomain_error', addresses: [], edns: false, authoritative: true }),
      of({ failure: 'dns_nxdomain_error', addresses: [] }),
      of({ edns: false, authoritative: true }),
      of({ edns: false }),
      of({ authoritative: true }),
    ];
    expect(marks).toEqual([...marks].sort((a, b) => b - a));
    expect(new Set(marks).size).toBe(marks.length);
    expect(marks.at(-1)).toBeGreaterThan(0);
  });

  it('leaves a truncated reply to TCP', () => {
    expect(of({ truncated: true, failure: 'dns_no_answer', addresses: [] })).toBe(0);
  });
});
