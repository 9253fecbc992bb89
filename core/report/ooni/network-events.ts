import type { RecordedStep } from '../record.ts';
import { ooniFailure } from './failure.ts';
import { endpoint, type Place, type Rows, seconds, timesOf } from './place.ts';

/** What a step sent and heard (df-008). */
export function networkEvents(step: RecordedStep, place: Place): Rows<'network_events'> {
  const common = { failure: ooniFailure(step.failure), ...timesOf(step, place) };
  switch (step.operation) {
    case 'connect':
      return [{ address: endpoint(step.ip, step.port), operation: 'connect', proto: 'tcp', ...common }];
    case 'read':
      return [{ num_bytes: step.bytes, operation: 'read', ...common }];
    case 'dialogue': {
      if (step.datagrams === undefined) return [];
      const { ip, port, sent, received } = step.datagrams;
      const one = {
        ...common,
        address: endpoint(ip, port),
        proto: 'udp' as const,
        x_protocol: step.protocol,
      };
      const wrote = { ...one, failure: null, num_bytes: sent, operation: 'write_to' as const };
      return [wrote, { ...one, num_bytes: received, operation: 'read_from' as const }];
    }
    case 'bulk':
      return bulkEvents(step, common, place);
    default:
      return [];
  }
}

/** What had come by when, as OONI's throttling test writes it down; the last one says how it ended. */
function bulkEvents(
  { bytes, bytesPerSecond, curve = [] }: Extract<RecordedStep, { operation: 'bulk' }>,
  last: ReturnType<typeof timesOf> & { readonly failure: string | null },
  { shift }: Place,
): Rows<'network_events'> {
  const operation = 'bytes_received_cumulative' as const;
  const before = curve.slice(0, -1).map(([t, come]) => ({
    ...{ num_bytes: come, operation, ...last, failure: null, t: seconds(t + shift) },
  }));
  return [...before, { num_bytes: bytes, operation, ...last, x_bytes_per_second: bytesPerSecond }];
}
