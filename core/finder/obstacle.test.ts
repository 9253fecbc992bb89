import { describe, expect, test } from 'vitest';
import { type Failure, NetError, type Operation } from '../model/failure.ts';
import type { Proof } from '../model/messenger.ts';
import type { ProofOutcome } from '../model/route.ts';
import type { Step } from '../model/trace.ts';
import { hitAddress, obstacleOf, wasCutInHello } from './obstacle.ts';

const dialogue: Proof = { kind: 'https', host: 'web.example', port: 443, path: '/' };
const chrome: Proof = { kind: 'chrome-hello', host: 'web.example', port: 443 };
const bulk: Proof = { kind: 'bulk', host: 'web.example', port: 443, path: '/', bytes: 65536 };
const RIGHT = '157.240.1.1';

function connect(host: string, failure: Failure | null = null): Step {
  return { operation: 'connect', address: { host, port: 443 }, startedAt: 0, endedAt: 60, failure };
}

function failed(
  operation: Operation,
  failure: Failure,
  steps: readonly Step[] = [connect(RIGHT)],
): ProofOutcome {
  return { ok: false, steps, error: new NetError(operation, failure) };
}

const isRight = (address: string) => address === RIGHT;

describe('what stood in the way', () => {
  test.each([
    ['dns', dialogue, failed('resolve', 'dns_nxdomain_error', [])],
    ['dns', dialogue, failed('resolve', 'dns_bogon_error', [])],
    [
      'address',
      dialogue,
      failed('connect', 'generic_timeout_error', [connect(RIGHT, 'generic_timeout_error')]),
    ],
    [
      'dns',
      dialogue,
      failed('connect', 'generic_timeout_error', [connect('192.0.2.1', 'generic_timeout_error')]),
    ],
    ['server-name', dialogue, failed('tls', 'connection_reset')],
    ['server-name', dialogue, failed('tls', 'generic_timeout_error')],
    ['dns', dialogue, failed('tls', 'connection_reset', [connect('192.0.2.1')])],
    ['interception', dialogue, failed('tls', 'ssl_unknown_authority')],
    ['dns', dialogue, failed('tls', 'ssl_unknown_authority', [connect('192.0.2.1')])],
    ['fingerprint', chrome, failed('tls', 'generic_timeout_error')],
    ['freeze', bulk, failed('bulk', 'x_frozen')],
    ['throttle', bulk, failed('bulk', 'x_throttled')],
    [null, dialogue, failed('dialogue', 'x_unexpected_answer')],
    [null, dialogue, failed('proxy', 'x_proxy_far_end_failed', [connect(RIGHT, 'x_proxy_far_end_failed')])],
    [null, chrome, failed('proxy', 'x_proxy_engine_failed', [])],
    [null, dialogue, failed('tls', 'interrupted')],
  ] as const)('%s', (obstacle, proof, outcome) => {
    expect(obstacleOf(proof, outcome, isRight)).toBe(obstacle);
  });

  test('nothing when the proof went through', () => {
    expect(obstacleOf(dialogue, { ok: true, steps: [], bytes: 1, bytesPerSecond: null }, isRight)).toBeNull();
  });
});

describe('an address that may now be kept blocked', () => {
  test('is the one our hello was last sent to', () => {
    expect(hitAddress(dialogue, failed('tls', 'connection_reset'))).toEqual({ host: RIGHT, port: 443 });
  });

  test('is none when no hello was sent, or a certificate came back', () => {
    expect(hitAddress(dialogue, failed('connect', 'connection_refused'))).toBeNull();
    expect(hitAddress(dialogue, failed('tls', 'ssl_unknown_authority'))).toBeNull();
  });
});

describe('a name that may be why', () => {
  test('was cut in our own hello: reset, ended, or silence after it', () => {
    for (const failure of ['connection_reset', 'eof_error', 'generic_timeout_error'] as const)
      expect(wasCutInHello(dialogue, failed('tls', failure))).toBe(true);
  });

  test('is none where a server answered, nothing was sent, a browser’s hello was cut, or no name was in it', () => {
    const literal: Proof = { kind: 'tls-hello', host: RIGHT, port: 443 };
    expect(wasCutInHello(dialogue, failed('tls', 'ssl_unknown_authority'))).toBe(false);
    expect(wasCutInHello(dialogue, failed('connect', 'connection_reset'))).toBe(false);
    expect(wasCutInHello(chrome, failed('tls', 'connection_reset'))).toBe(false);
    expect(wasCutInHello(literal, failed('tls', 'connection_reset'))).toBe(false);
    expect(wasCutInHello(dialogue, failed('tls', 'interrupted'))).toBe(false);
  });
});
