import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../../core/contract.ts';
import { assumedWords, isPasswordOpen, kindWords } from './proposal-words.ts';

const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  token: 'a',
  kind: 'socks5',
  label: '',
  host: '192.0.2.1',
  port: 1080,
  hasPassword: true,
  program: null,
  isLocal: false,
  assumed: [],
  isKnown: false,
  ...more,
});

describe('a proposed server', () => {
  it('is called by its kind, a program by its name', () => {
    expect(kindWords(proposal({ kind: 'https-proxy' }))).toBe('no-way.kind-https-proxy');
    expect(kindWords(proposal({ kind: 'something-new' }))).toBe('no-way.kind-other');
    expect(kindWords(proposal({ isLocal: true, program: 'Tor Browser' }))).toBe('no-way.kind-program');
    expect(kindWords(proposal({ isLocal: true }))).toBe('no-way.kind-local');
  });

  it('tells what was taken to be so, and skips what has no words', () => {
    expect(assumedWords(proposal({ assumed: ['port-1080', 'toString'] }))).toEqual([
      'no-way.assumed-port-1080',
    ]);
  });

  it('warns of a password that those on the way can read, and of no other', () => {
    const open = (more: Partial<Proposal>) => isPasswordOpen(proposal(more));
    expect([open({}), open({ kind: 'http-proxy' })]).toEqual([true, true]);
    expect([open({ kind: 'https-proxy' }), open({ hasPassword: false }), open({ isLocal: true })]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
