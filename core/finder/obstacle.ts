import type { Failure } from '../model/failure.ts';
import type { Proof } from '../model/messenger.ts';
import type { ProofOutcome } from '../model/route.ts';
import type { Obstacle } from '../model/strategies.ts';
import type { Step } from '../model/trace.ts';
import { isIp } from '../net/ip.ts';

/** Whether the address is known to be the right one: a literal, in the published ranges, or from a resolver we trust. */
export type AddressTrust = (address: string) => boolean;

const WRONG_CERTIFICATE: ReadonlySet<Failure> = new Set([
  'ssl_unknown_authority',
  'ssl_invalid_hostname',
  'ssl_invalid_certificate',
]);

/** The last address a connection was opened to, or undefined before the first. */
export function connectedAddress(steps: readonly Step[]): string | undefined {
  const step = steps.findLast((candidate) => candidate.operation === 'connect' && candidate.failure === null);
  return step?.operation === 'connect' ? step.address.host : undefined;
}

/** All addresses an attempt tried to connect to. */
function triedAddresses(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => (step.operation === 'connect' ? [step.address.host] : []));
}

/** Reads from a failed proof what stood in the way; null where it shows nothing that another rung could avoid. */
export function obstacleOf(proof: Proof, outcome: ProofOutcome, isRight: AddressTrust): Obstacle | null {
  if (outcome.ok) return null;
  const { operation, failure } = outcome.error;
  if (failure === 'interrupted') return null;
  if (operation === 'resolve') return 'dns';
  // What carries us failed, not the network behind it.
  if (operation === 'proxy') return null;
  if (operation === 'connect') {
    const tried = triedAddresses(outcome.steps);
    return tried.length > 0 && !tried.every(isRight) ? 'dns' : 'address';
  }
  if (operation === 'bulk') {
    if (failure === 'x_frozen') return 'freeze';
    if (failure === 'x_throttled') return 'throttle';
  }
  const address = connectedAddress(outcome.steps);
  if (address !== undefined && !isRight(address)) return 'dns';
  if (proof.kind === 'chrome-hello') return 'fingerprint';
  if (operation === 'tls') return WRONG_CERTIFICATE.has(failure) ? 'interception' : 'server-name';
  return null;
}

/** Whether a connection was cut, or fell silent, on our own small hello: the name in it may be why. */
export function wasCutInHello({ kind, host }: Proof, outcome: ProofOutcome): boolean {
  if (outcome.ok || kind === 'chrome-hello' || isIp(host)) return false;
  const { operation, failure } = outcome.error;
  return operation === 'tls' && failure !== 'interrupted' && !failure.startsWith('ssl_');
}

/** The address that a censor may now be keeping blocked because our hello was seen on it. */
export function hitAddress(proof: Proof, outcome: ProofOutcome): { host: string; port: number } | null {
  if (outcome.ok || outcome.error.failure === 'interrupted') return null;
  const afterHello = outcome.error.operation === 'tls' || proof.kind === 'chrome-hello';
  if (!afterHello || WRONG_CERTIFICATE.has(outcome.error.failure)) return null;
  const step = outcome.steps.findLast(
    (candidate) => candidate.operation === 'connect' && candidate.failure === null,
  );
  return step?.operation === 'connect' ? step.address : null;
}
