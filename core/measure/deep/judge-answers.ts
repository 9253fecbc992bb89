import type { DeepAttempt, DeepFinding, DeepVerdict } from '../../model/deep-check.ts';
import { familyOf } from '../../net/ip.ts';
import type { ServerNameTest } from '../name-tests.ts';
import { isDenial, isEncrypted } from './address-books.ts';
import { isNoWay } from './look-up.ts';

const stepsOf = (attempts: readonly DeepAttempt[]) => attempts.flatMap(({ steps }) => steps);
const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
const open = (attempts: readonly DeepAttempt[]): DeepFinding => ({
  ...{ verdict: 'open', names: [], sureness: 'none', evidence: stepsOf(attempts) },
});

/** Twice seen is sure. */
const sureness = (seen: number) => (seen >= 2 ? ('high' as const) : ('medium' as const));

/** What is known of the network as a whole. */
export interface NetworkKnowledge {
  /** The controls found nothing wrong with it; else silence says nothing of a messenger. */
  readonly isFine: boolean;
  /** This computer has a way to IPv4 addresses. */
  readonly hasIpv4: boolean;
}

/** Whether any connection to an IPv4 address failed otherwise than for want of a way, or did not fail. */
export function hasIpv4(attempts: readonly DeepAttempt[]): boolean {
  return stepsOf(attempts).some(
    (step) =>
      step.operation === 'connect' &&
      familyOf(step.address.host) === 4 &&
      step.failure !== 'network_unreachable',
  );
}

/**
 * Servers of one messenger. A host counts as answering once any of its ports does (ts-018); one that is only looked up, or that an
 * encrypted address book does not know either, is not counted, nor is an IPv4 address where there is no way to any.
 */
export function judgeServers(attempts: readonly DeepAttempt[], network: NetworkKnowledge): DeepFinding {
  const isAway = ({ host }: DeepAttempt) => !network.hasIpv4 && familyOf(host) === 4;
  const asked = attempts.filter((one) => one.ask !== 'resolve' && !isGone(one) && !isAway(one));
  const hosts = unique(asked.map(({ host }) => host));
  const isUp = (host: string) => asked.some((one) => one.host === host && one.failure === null);
  const mute = hosts.filter((host) => !isUp(host));
  if (hosts.length === 0 || (mute.length > 0 && !network.isFine)) return open(attempts);
  const counts = { count: mute.length, all: hosts.length, names: mute };
  if (mute.length === 0) {
    return { ...counts, verdict: 'servers-fine', sureness: 'high', evidence: stepsOf(asked) };
  }
  const verdict = mute.length === hosts.length ? 'servers-none' : 'servers-some';
  const evidence = stepsOf(asked.filter(({ host }) => mute.includes(host)));
  return { ...counts, verdict, sureness: sureness(mute.length), evidence };
}

/** A host that was given up by its owner: our data grow old. */
function isGone({ failure, steps }: DeepAttempt): boolean {
  const books = steps.filter((step) => step.operation === 'resolve' && isEncrypted(step));
  return failure !== null && books.length > 0 && books.every((step) => isDenial(step.failure));
}

/** Names that were tried in hellos to neutral hosts. */
export function judgeNames(tests: readonly ServerNameTest[]): DeepFinding {
  const cut = tests.filter(({ verdict }) => verdict === 'reset' || verdict === 'silent');
  const evidence = (cut.length > 0 ? cut : tests).flatMap(({ steps }) => steps);
  // Each was held against a harmless name at the same place.
  if (cut.length > 0) {
    const names = unique(cut.map(({ serverName }) => serverName));
    return { verdict: 'names-cut', names, sureness: 'high', evidence };
  }
  const isFine = tests.length > 0 && tests.every(({ verdict }) => verdict === 'passes');
  return { verdict: isFine ? 'names-fine' : 'open', names: [], sureness: isFine ? 'high' : 'none', evidence };
}

const DOWNLOADS: Readonly<Record<string, DeepVerdict>> = {
  x_frozen: 'downloads-frozen',
  x_throttled: 'downloads-slow',
};

/** One messenger's download, which was held against a control's where it was slow. */
export function judgeDownload(attempt: DeepAttempt): DeepFinding {
  const { failure, steps, host } = attempt;
  if (failure === null) return { verdict: 'downloads-fine', names: [], sureness: 'high', evidence: steps };
  const verdict = DOWNLOADS[failure];
  if (verdict === undefined) return open([attempt]);
  // No honest network stops in the middle and keeps the connection; slowness has many makers.
  const isFrozen = verdict === 'downloads-frozen';
  return { verdict, names: [host], sureness: isFrozen ? 'high' : 'medium', evidence: steps };
}

/** What else came back by UDP: an answer of an address book on port 53, or any of these. */
export interface UdpKnowledge {
  readonly isAnyHeard: boolean;
}

/** QUIC's first flights. Silence counts only where other datagrams come back and the name had an address. */
export function judgeQuic(attempts: readonly DeepAttempt[], { isAnyHeard }: UdpKnowledge): DeepFinding {
  const asked = attempts.filter(isAsked);
  const mute = asked.filter(({ failure }) => failure !== null);
  const isFine = asked.length > 0 && mute.length === 0;
  if (isFine) return { verdict: 'quic-fine', names: [], sureness: 'high', evidence: stepsOf(asked) };
  if (mute.length === 0 || !isAnyHeard) return open(attempts);
  const names = unique(mute.map(({ host }) => host));
  // The same address answered another version: it is this one, or the name in it, that is cut.
  const isTold = mute.some(({ steps }) =>
    steps.some(
      (step) => step.operation === 'dialogue' && step.protocol === 'quic-versions' && step.failure === null,
    ),
  );
  return {
    verdict: 'quic-silent',
    names,
    sureness: isTold ? 'high' : sureness(mute.length),
    evidence: stepsOf(mute),
  };
}

/** STUN servers, and whether anything comes back by UDP at all. */
export function judgeCalls(attempts: readonly DeepAttempt[], { isAnyHeard }: UdpKnowledge): DeepFinding {
  const asked = attempts.filter(isAsked);
  const heard = asked.filter(({ failure }) => failure === null);
  const counts = { count: heard.length, all: asked.length, names: [] };
  if (heard.length > 0) {
    return { ...counts, verdict: 'calls-fine', sureness: 'high', evidence: stepsOf(heard) };
  }
  if (asked.length === 0) return open(attempts);
  const verdict = isAnyHeard ? 'calls-silent' : 'udp-silent';
  return { ...counts, verdict, sureness: sureness(asked.length), evidence: stepsOf(asked) };
}

/** A host whose name led nowhere, or to which this computer has no way, was not asked. */
function isAsked({ steps, failure }: DeepAttempt): boolean {
  return !isNoWay(failure) && steps.some((step) => step.operation === 'dialogue');
}

/** Failures that say that a certificate came, and is not the true one. */
const STRANGE: ReadonlySet<string> = new Set(['ssl_unknown_authority', 'ssl_invalid_hostname']);

/** Chains that hosts showed. A stranger's on a control, too, is made on this computer or in this house. */
export function judgeCertificates(
  attempts: readonly DeepAttempt[],
  isControl: (host: string) => boolean,
): DeepFinding {
  const strange = attempts.filter(({ failure }) => failure !== null && STRANGE.has(failure));
  const names = unique(strange.map(({ host }) => host));
  if (strange.length > 0) {
    const isHere = strange.some(({ host }) => isControl(host));
    const verdict = isHere ? 'certificates-here' : 'certificates-foreign';
    return { verdict, names, sureness: 'high', evidence: stepsOf(strange) };
  }
  const isFine = attempts.some(({ failure, host }) => failure === null && !isControl(host));
  if (!isFine) return open(attempts);
  const evidence = stepsOf(attempts.filter(({ failure }) => failure === null));
  return { verdict: 'certificates-fine', names: [], sureness: 'high', evidence };
}
