import { OONI_FAILURES } from '../../model/failure.ts';

/** A failure as df-007 writes it: what it has no name for is an unknown failure, our name behind it. */
export function ooniFailure(failure: string | null): string | null {
  if (failure === null || OONI_FAILURES.some((known) => known === failure)) return failure;
  return `unknown_failure: ${failure.replace(/^unknown_failure:\s*/, '') || 'unnamed'}`;
}
