import { type Failure, NetError, type Operation } from '../model/failure.ts';
import type { Step } from '../model/trace.ts';

/** How far a dial gets, in order. */
const DEPTH: readonly Operation[] = ['resolve', 'connect', 'tls', 'proxy', 'read'];

/** Say more of this computer's network than of the target, or that nobody waited. */
const LEAST_TELLING: ReadonlySet<Failure> = new Set([
  'interrupted',
  'dns_no_answer',
  'network_unreachable',
  'host_unreachable',
  'network_down',
]);

/** What a socket says when the local proxy passes somebody else's failure on to us. */
const ECHOES: ReadonlySet<Failure> = new Set([
  'eof_error',
  'connection_reset',
  'connection_aborted',
  'connection_already_closed',
]);

/**
 * Why a transport did not open a stream, by the steps it reported: of the failed ones the deepest, of those the last
 * that tells something of the target. `asked` is what the local proxy's refusal looked like from outside.
 */
export function tunnelFailure(steps: readonly Step[], asked: NetError): NetError {
  const failed = steps.filter(({ failure }) => failure !== null);
  const deepest = Math.max(...failed.map(({ operation }) => DEPTH.indexOf(operation)));
  const candidates = failed.filter(({ operation }) => DEPTH.indexOf(operation) === deepest);
  const telling =
    candidates.findLast(({ failure }) => failure !== null && !LEAST_TELLING.has(failure)) ??
    candidates.at(-1);
  if (telling?.failure) return new NetError(telling.operation, telling.failure, { cause: asked });
  const resolved = steps.some(({ operation }) => operation === 'resolve');
  const connected = steps.some(({ operation }) => operation === 'connect');
  if (asked.failure === 'x_proxy_far_end_failed' && resolved && !connected) {
    // A direct dialer that has addresses and tries none has found them all forged.
    return new NetError('resolve', 'dns_bogon_error', { cause: asked });
  }
  return asked;
}

/** Once the stream is open: our own failure, by the name the local proxy saw it under where ours is just an echo. */
export function streamFailure(steps: readonly Step[], own: NetError): NetError {
  if (!ECHOES.has(own.failure)) return own;
  const read = steps.findLast(({ operation }) => operation === 'read');
  return read?.failure ? new NetError(own.operation, read.failure, { cause: own }) : own;
}
