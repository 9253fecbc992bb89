import * as fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { StreamItemSchemas } from '../../contract.ts';
import type { Step } from '../../model/trace.ts';
import { check } from '../../testing/fuzz.ts';
import { stepItem } from './doing.ts';
import { anyEvent } from './testing.ts';

const key = { messenger: 'signal', purpose: 'chat' } as const;
const times = { startedAt: 10, endedAt: 35, failure: null };
const steps: readonly (readonly [Step, string])[] = [
  [{ operation: 'resolve', name: 'a.example', resolver: 'system', addresses: [], ...times }, 'a.example'],
  [{ operation: 'connect', address: { host: '::1', port: 443 }, ...times }, '[::1]:443'],
  [{ operation: 'tls', serverName: 'a.example', hello: 'node', ...times }, 'a.example'],
  [{ operation: 'proxy', protocol: 'socks5', ...times }, 'socks5'],
  [{ operation: 'read', bytes: 3, ...times }, ''],
  [{ operation: 'dialogue', protocol: 'noise', ...times }, 'noise'],
  [{ operation: 'bulk', bytes: 65536, bytesPerSecond: 1, ...times }, '65536 B'],
];

test.each(steps)('a step of the timeline says what was asked: $operation', (step, subject) => {
  expect(stepItem(key, 'system', step, 77)).toEqual({
    ...{ at: 77, ...key, transport: 'system', operation: step.operation },
    ...{ subject, milliseconds: 25, failure: null },
  });
});

test('a step of the timeline is one of the contract, whatever was measured (W2)', () => {
  check(
    fc.property(anyEvent, (event) => {
      if (event.event !== 'step' || event.key.messenger.length > 32) return;
      const item = stepItem(event.key, event.transport, event.step, -5);
      expect(v.safeParse(StreamItemSchemas.steps, item).issues).toBeUndefined();
    }),
  );
});
