import { type Measured, outcomeOf } from './messenger-keys.ts';
import type { Templates, TestKeys } from './schema.ts';

/** The keys of ts-029: one backend that fails is enough. */
export function signalKeys({ attempts }: Measured, templates: Templates): TestKeys<'signal'> {
  const { status, failure } = outcomeOf(attempts.filter(({ proof }) => proof === 'https'));
  return { ...templates, signal_backend_failure: failure, signal_backend_status: status };
}
