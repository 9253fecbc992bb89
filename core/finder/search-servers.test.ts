import { describe, expect, test } from 'vitest';
import type { Proof } from '../model/messenger.ts';
import { PUBLISHED, searchIn } from './testing/search-in.ts';
import { namedTransport, proven, unproven } from './testing.ts';

describe('a search that knows a server', () => {
  test('goes straight to the person’s server when addresses are blocked (F4)', async () => {
    const { found, tried } = await searchIn({
      servers: [namedTransport('server:a', 'server')],
      answers: (_, { kind }) =>
        kind === 'server' ? proven() : unproven('connect', 'generic_timeout_error', PUBLISHED),
    });
    expect(found?.id).toBe('server:a');
    expect(tried).toEqual(['https system', 'https server:a', 'bulk server:a']);
  });

  test('tries no messenger over a server that does not let us through (F7)', async () => {
    const { found, tried } = await searchIn({
      servers: [namedTransport('server:dead', 'server'), namedTransport('server:good', 'server')],
      faults: ['server:dead'],
      answers: (_, { kind }) =>
        kind === 'server' ? proven() : unproven('connect', 'connection_refused', PUBLISHED),
    });
    expect(found?.id).toBe('server:good');
    expect(tried.join()).not.toContain('server:dead');
  });

  test('asks no resolver for an address, and tries no strategy where it has no name', async () => {
    const chat: Proof = { kind: 'obfuscated2', host: '149.154.167.51', port: 443, dc: 2 };
    const { found, tried, asked } = await searchIn({
      purpose: { purpose: 'chat', names: [], ports: [443], samples: [[chat]] },
      servers: [namedTransport('server:a', 'server')],
      answers: (_, { kind }) =>
        kind === 'server' ? proven() : unproven('connect', 'generic_timeout_error', '192.0.2.1'),
    });
    expect(found?.id).toBe('server:a');
    expect(tried).toEqual(['obfuscated2 system', 'obfuscated2 server:a']);
    expect(asked).toEqual([]);
  });

  test('tries Tor, which has to come up first, when nothing else is left (B7)', async () => {
    const tor = { ...namedTransport('server:tor', 'server'), prepare: async () => undefined };
    const { found, tried } = await searchIn({
      servers: [tor, namedTransport('server:good', 'server')],
      answers: (_, { id }) =>
        id === 'server:tor' ? proven() : unproven('connect', 'generic_timeout_error', PUBLISHED),
    });
    expect(found?.id).toBe('server:tor');
    expect(tried.map((line) => line.split(' ')[1])).toEqual([
      'system',
      'server:good',
      'server:tor',
      'server:tor',
    ]);
  });

  test('tries nothing over a Tor that did not come up, remembered or not', async () => {
    const tor = { ...namedTransport('server:tor', 'server'), prepare: async () => undefined };
    const { found, tried } = await searchIn({
      servers: [tor],
      remembered: tor,
      faults: ['server:tor'],
      answers: () => unproven('connect', 'generic_timeout_error', PUBLISHED),
    });
    expect(found).toBeNull();
    expect(tried.join()).not.toContain('server:tor');
  });

  test('tries a slow server when nothing else is left', async () => {
    const { found, tried } = await searchIn({
      servers: [namedTransport('server:slow', 'server'), namedTransport('server:good', 'server')],
      slow: ['server:slow'],
      answers: (_, { id }) =>
        id === 'server:slow' ? proven() : unproven('connect', 'generic_timeout_error', PUBLISHED),
    });
    expect(found?.id).toBe('server:slow');
    expect(tried.map((line) => line.split(' ')[1])).toEqual([
      'system',
      'server:good',
      'server:slow',
      'server:slow',
    ]);
  });

  test('checks a remembered server that fails, so that its fault is named (F7)', async () => {
    const server = namedTransport('server:a', 'server');
    const { found, checked } = await searchIn({
      servers: [server],
      remembered: server,
      faults: [server.id],
      answers: () => unproven('connect', 'generic_timeout_error', PUBLISHED),
    });
    expect(found).toBeNull();
    expect(checked).toEqual(['server:a']);
  });

  test('goes on to servers when no resolver answers', async () => {
    const { found } = await searchIn({
      resolvers: [],
      servers: [namedTransport('server:a', 'server')],
      answers: (_, { kind }) => (kind === 'server' ? proven() : unproven('resolve', 'dns_nxdomain_error')),
    });
    expect(found?.id).toBe('server:a');
  });
});
