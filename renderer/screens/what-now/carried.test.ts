import { describe, expect, it } from 'vitest';
import type { PurposeState, TransportView } from '../../../core/contract.ts';
import { carriedBy } from './carried.ts';

const transport: TransportView = { text: 'plain', kind: 'plain', resolver: null, servers: [] };
const purpose = (name: PurposeState['purpose'], proof: 'bulk' | 'dialogue' | null): PurposeState => ({
  purpose: name,
  trying: null,
  verdict: null,
  route: proof === null ? null : { transport, seconds: 1, proof },
});

describe('what passes', () => {
  it('is messages when the chats or the web client have a way', () => {
    expect(carriedBy({ purposes: [purpose('chat', null), purpose('web', 'dialogue')] }).text).toBe('works');
    expect(carriedBy({ purposes: [purpose('chat', null), purpose('web', null)] }).text).toBe('missing');
  });

  it('is pictures only where as much as a picture was proven', () => {
    const media = (proof: 'bulk' | 'dialogue' | null) =>
      carriedBy({ purposes: [purpose('web', 'bulk'), purpose('media', proof)] }).media;
    expect([media('bulk'), media('dialogue'), media(null)]).toEqual(['works', 'untried', 'missing']);
  });

  it('is pictures as well where they travel with the messages', () => {
    expect(carriedBy({ purposes: [purpose('chat', 'dialogue')] }).media).toBe('untried');
    expect(carriedBy({ purposes: [purpose('chat', 'dialogue'), purpose('web', 'bulk')] }).media).toBe(
      'works',
    );
  });

  it('is never calls', () => {
    expect(carriedBy({ purposes: [purpose('calls', 'bulk')] }).calls).toBe('never');
  });
});
