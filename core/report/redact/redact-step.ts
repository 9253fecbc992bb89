import type { RecordedCertificate, RecordedSession, RecordedStep } from '../record.ts';
import { redactFailure, redactIssuer, redactOrigin, redactWord } from './redact-words.ts';
import type { Redactor } from './redactor.ts';

/** The text form of a resolver, of ours or the system's. */
export const RESOLVER = /^(?:system|(?:doh|dot|tcp|udp):[a-z][a-z0-9]{0,31})$/;
/** Versions, cipher suites and protocols of TLS. */
const OUR_SESSION = /^[A-Za-z0-9_./-]{1,64}$/;
/** Certificate authorities of states that are known to intercept: whose they are is the finding. */
export const STATES_OWN =
  /^(?:qaznet trust network|information security certification authority ca|russian trusted (?:root|sub) ca)$/i;

/** What is known of a record as a whole. */
export interface Known {
  readonly answered: ReadonlySet<string>;
  readonly local: ReadonlySet<string>;
  readonly isPublic: (host: string) => boolean;
}

/** One step, field by field. */
export function redactStep(
  step: RecordedStep,
  redactor: Redactor,
  { answered, local, isPublic }: Known,
): RecordedStep {
  const { t0, t } = step;
  const times = { t0, t, failure: step.failure === null ? null : redactFailure(step.failure, redactor) };
  const address = (text: string) => redactor.address(text, answered.has(text));
  switch (step.operation) {
    case 'resolve': {
      const { name, resolver, addresses, family } = step;
      return {
        operation: 'resolve',
        ...times,
        ...(family === undefined ? {} : { family }),
        name: redactor.host(name),
        resolver: RESOLVER.test(resolver) ? resolver : redactor.hide('host', resolver),
        addresses: addresses.map(address),
      };
    }
    case 'connect': {
      const { family, ip, port } = step;
      const kind = family === undefined ? {} : { family };
      return { operation: 'connect', ...times, ...kind, ip: address(ip), port };
    }
    case 'tls':
      return {
        operation: 'tls',
        ...times,
        serverName: redactor.host(step.serverName),
        hello: step.hello,
        ...(step.address === undefined ? {} : { address: address(step.address) }),
        ...(step.issuer === undefined ? {} : { issuer: redactIssuer(step.issuer, redactor, local) }),
        ...(step.chain === undefined ? {} : { chain: redactChain(step, step.chain, redactor, local) }),
        ...(step.session === undefined
          ? {}
          : { session: redactSession(step.session, isPublic(step.serverName)) }),
      };
    case 'proxy':
      return { operation: 'proxy', ...times, protocol: redactWord(step.protocol, redactor) };
    case 'read':
      return { operation: 'read', ...times, bytes: step.bytes };
    case 'dialogue': {
      const { answer } = step;
      const protocol = redactWord(step.protocol, redactor);
      if (step.datagrams !== undefined) {
        const datagrams = { ...step.datagrams, ip: address(step.datagrams.ip) };
        return { operation: 'dialogue', ...times, protocol, datagrams };
      }
      if (answer === undefined) return { operation: 'dialogue', ...times, protocol };
      const location =
        answer.location === undefined ? {} : { location: redactOrigin(answer.location, redactor) };
      return { operation: 'dialogue', ...times, protocol, answer: { ...answer, ...location } };
    }
    case 'bulk':
      return {
        operation: 'bulk',
        ...times,
        bytes: step.bytes,
        bytesPerSecond: step.bytesPerSecond,
        ...(step.curve === undefined ? {} : { curve: step.curve }),
      };
  }
}

/**
 * A chain that the world trusts, or a state's, is shown whole. Of a stranger's nothing is shown but names and hashes: its bytes
 * may name the person or their house. Of one that was made in this house, not even those.
 */
function redactChain(
  { failure, issuer = '' }: { failure: string | null; issuer?: string | undefined },
  chain: readonly RecordedCertificate[],
  redactor: Redactor,
  local: ReadonlySet<string>,
): RecordedCertificate[] {
  if (failure === null || STATES_OWN.test(issuer)) return [...chain];
  if (local.has(issuer))
    return chain.map(({ name }) => ({ name: redactor.hide('certificate issuer', name) }));
  return chain.map(({ name, sha256 }) => ({
    name: redactor.text(name),
    ...(sha256 === undefined ? {} : { sha256 }),
  }));
}

/** What a public host shows to everybody; of any other's certificates nothing, their names are in them. */
function redactSession(
  { version, cipher, alpn, certificates }: RecordedSession,
  isPublicHost: boolean,
): RecordedSession {
  const word = (text: string) => (OUR_SESSION.test(text) ? text : '');
  return {
    ...{ version: word(version), cipher: word(cipher), alpn: word(alpn) },
    certificates: isPublicHost ? certificates : [],
  };
}
