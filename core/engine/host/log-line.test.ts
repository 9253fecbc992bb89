import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { StreamItemSchemas } from '../../contract.ts';
import { check } from '../../testing/fuzz.ts';
import { logLine } from './log-line.ts';
import { anyEvent } from './testing.ts';

const chat = { messenger: 'signal', purpose: 'chat' } as const;
const SERVER = 'socks5://•••@198.51.100.7:1080';

describe('the log', () => {
  test('says in a line what happened', () => {
    expect(logLine({ event: 'trying', ...chat, rung: 'plain', transport: 'system' })?.text).toBe(
      'signal/chat: trying system (plain)',
    );
    expect(logLine({ event: 'network', cause: 'offline', detail: 'no interface' })).toEqual({
      level: 'warning',
      code: 'network',
      text: 'network: offline (no interface)',
    });
    expect(logLine({ event: 'error', code: 'internal', message: 'boom' })).toMatchObject({ level: 'error' });
    expect(logLine({ event: 'way-test', id: 'server:1', test: { outcome: 'running' } })).toBeNull();
  });

  test('names nobody’s server (S2)', () => {
    const lines = [
      logLine({ event: 'trying', ...chat, rung: 'server', transport: SERVER }),
      logLine({ event: 'route', ...chat, transport: SERVER, seconds: 1, proof: 'bulk' }),
      logLine({ event: 'moved', ...chat, from: SERVER, to: null }),
      logLine({ event: 'error', code: 'x_proxy_refused', message: SERVER, transport: SERVER }),
    ];
    expect(lines.filter((line) => line === null || line.text.includes('198.51'))).toEqual([]);
  });

  test('holds a line of the contract for whatever happens (W2)', () => {
    check(
      fc.property(anyEvent, (event) => {
        const line = logLine(event);
        if (line !== null) expect(v.is(StreamItemSchemas.log, { at: 0, ...line })).toBe(true);
      }),
    );
  });
});
