import type { Failure } from '../../model/failure.ts';
import type { Attempt } from '../../model/route.ts';
import type { DnsComparison, Evidence } from '../evidence.ts';
import { explain } from '../explain.ts';
import { evidenceOf, failing, passing, proofs, step } from './cases.ts';

const { https, noise, otherNoise } = proofs;
/** The name's own address. */
export const TRUE = '192.0.2.1';
/** A stranger's. */
export const FALSE = '203.0.113.9';

/** The step of a name resolved to an address. */
export const resolved = (address = TRUE) => step.resolve('web.test', [address]);
/** The steps up to an open connection. */
export const connected = (address = TRUE) => [resolved(address), step.connect(address)];
/** An attempt that was told there is no such name. */
export const nxdomain = failing(
  https,
  [step.resolve('web.test', [], 'dns_nxdomain_error')],
  'resolve',
  'dns_nxdomain_error',
);
/** An attempt whose handshake failed so. */
export const tls = (failure: Failure, address = TRUE, issuer?: string) =>
  failing(https, [...connected(address), step.tls(failure, issuer)], 'tls', failure);
/** An attempt that could not connect. */
export const connectFailed = (failure: Failure, address = TRUE) =>
  failing(https, [resolved(address), step.connect(address, failure)], 'connect', failure);
/** A dialogue without TLS that failed after it had connected. */
export const chatFailed = (proof: typeof noise | typeof otherNoise, failure: Failure, address: string) =>
  failing(proof, [step.connect(address), step.dialogue(failure)], 'dialogue', failure);
/** What both sides say of the name; no address at all is NXDOMAIN. */
export const dns = (system: readonly string[], verified: readonly string[] = [TRUE]): DnsComparison => ({
  name: 'web.test',
  system: { addresses: system, failure: system.length === 0 ? 'dns_nxdomain_error' : null, steps: [] },
  encrypted: { addresses: [TRUE], failure: null, steps: [step.resolve('web.test', [TRUE])] },
  verified,
});
/** An attempt that was proven. */
export const helloPassed = passing(https, [...connected(), step.tls()]);
/** The test of a name on a neutral address. */
export const serverName = (verdict: 'passes' | 'reset' | 'silent', name: string = https.host) => ({
  serverNames: [{ serverName: name, verdict, steps: [step.tls()] }],
});
/** A verdict as words: its state, then each cause with its detail. */
export const words = (attempts: readonly Attempt[], more: Partial<Evidence> = {}) => {
  const { state, findings } = explain(evidenceOf(attempts, more));
  return [
    state,
    ...findings.map(({ cause, detail }) => `${cause}${detail === undefined ? '' : ` ${detail}`}`),
  ];
};
