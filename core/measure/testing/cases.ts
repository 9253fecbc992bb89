import type { Failure, Operation } from '../../model/failure.ts';
import { NetError } from '../../model/failure.ts';
import type { Proof, PurposeData } from '../../model/messenger.ts';
import type { Attempt } from '../../model/route.ts';
import type { Step } from '../../model/trace.ts';
import type { TransportKind } from '../../model/transport.ts';
import type { Evidence } from '../evidence.ts';

const NO_TIME = { startedAt: 0, endedAt: 1 };

/** Steps as they come out of measurements, for tables of cases. */
export const step = {
  resolve: (name: string, addresses: readonly string[], failure: Failure | null = null): Step => ({
    ...NO_TIME,
    operation: 'resolve',
    name,
    resolver: 'system',
    addresses,
    failure,
  }),
  connect: (host: string, failure: Failure | null = null): Step => ({
    ...NO_TIME,
    operation: 'connect',
    address: { host, port: 443 },
    failure,
  }),
  tls: (failure: Failure | null = null, issuer?: string, hello: 'node' | 'chrome' = 'node'): Step => ({
    ...NO_TIME,
    operation: 'tls',
    serverName: 'web.test',
    hello,
    failure,
    ...(issuer === undefined ? {} : { issuer }),
  }),
  dialogue: (failure: Failure | null = null): Step => ({
    ...NO_TIME,
    operation: 'dialogue',
    protocol: 'noise',
    failure,
  }),
  bulk: (bytes: number, bytesPerSecond: number, failure: Failure | null = null): Step => ({
    ...NO_TIME,
    operation: 'bulk',
    bytes,
    bytesPerSecond,
    failure,
  }),
};

const dialer = { dial: () => Promise.reject(new Error('nothing is dialled here')) };

/** An attempt that failed in its last step, over the plain way unless told. */
export function failing(
  proof: Proof,
  steps: readonly Step[],
  operation: Operation,
  failure: Failure,
  kind: TransportKind = 'plain',
): Attempt {
  const transport = { id: kind, kind, label: kind, dialer };
  return { transport, proof, outcome: { ok: false, steps, error: new NetError(operation, failure) } };
}

/** An attempt that succeeded. */
export function passing(
  proof: Proof,
  steps: readonly Step[] = [],
  {
    kind = 'plain',
    bytes = 70_000,
    bytesPerSecond = null,
  }: { kind?: TransportKind; bytes?: number; bytesPerSecond?: number | null } = {},
): Attempt {
  const transport = { id: kind, kind, label: kind, dialer };
  return { transport, proof, outcome: { ok: true, steps, bytes, bytesPerSecond } };
}

export const proofs = {
  https: { kind: 'https', host: 'web.test', port: 443, path: '/' },
  bulk: { kind: 'bulk', host: 'web.test', port: 443, path: '/', bytes: 65536 },
  chrome: { kind: 'chrome-hello', host: 'web.test', port: 443 },
  noise: { kind: 'noise', host: 'chat.test', port: 443 },
  otherNoise: { kind: 'noise', host: 'other.test', port: 5222 },
} as const satisfies Record<string, Proof>;

export const webPurpose: PurposeData = {
  purpose: 'web',
  samples: [[proofs.https, proofs.bulk, proofs.chrome]],
  names: ['web.test'],
  ports: [443],
};

export const chatPurpose: PurposeData = {
  purpose: 'chat',
  samples: [[proofs.noise], [proofs.otherNoise]],
  names: ['chat.test', 'other.test'],
  ports: [443, 5222],
};

/** Evidence on a network whose controls are fine. */
export function evidenceOf(attempts: readonly Attempt[], more: Partial<Evidence> = {}): Evidence {
  return {
    messenger: 'test',
    purpose: webPurpose,
    attempts,
    network: { cause: null, evidence: [] },
    ...more,
  };
}
