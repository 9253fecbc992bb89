import { OONI_FAILURES, OWN_FAILURES, PROXY_FAILURES } from '../../model/failure.ts';
import { isIp } from '../../net/ip.ts';
import type { Redactor } from './redactor.ts';

const FAILURES: ReadonlySet<string> = new Set([...OONI_FAILURES, ...OWN_FAILURES, ...PROXY_FAILURES]);
/** A system's own name of an error, as `unknown_failure` is followed by. */
const CODED = /^unknown_failure: [A-Z][A-Z0-9_]{1,40}$/;
const OUR_WORD = /^[a-z0-9-]{1,32}$/;
/** Names that lead nowhere but into this house or company. */
const HOUSE = /\.(?:local|lan|home|internal|intranet|corp|localdomain|arpa)$/;

/** An issuer's name; of one that stands in this house, nothing. */
export function redactIssuer(issuer: string, redactor: Redactor, local: ReadonlySet<string>): string {
  return local.has(issuer) ? redactor.hide('certificate issuer', issuer) : redactor.text(issuer);
}

/** One of the names of failures, or a system's own name of an error; never a message. */
export function redactFailure(failure: string, redactor: Redactor): string {
  if (FAILURES.has(failure) || CODED.test(failure)) return failure;
  return `unknown_failure: ${redactor.hide('message', failure)}`;
}

/** One of our own short words, or nothing. */
export function redactWord(word: string, redactor: Redactor): string {
  return OUR_WORD.test(word) ? word : redactor.hide('message', word);
}

/** A page one was led to: a provider's block page is the proof, a machine in this house is not. */
export function redactOrigin(location: string, redactor: Redactor): string {
  if (!URL.canParse(location)) return redactor.hide('link', location);
  const { protocol, hostname, port } = new URL(location);
  const host = hostname.replace(/^\[|\]$/g, '');
  return `${protocol}//${redactPageHost(host, redactor)}${port === '' ? '' : `:${port}`}`;
}

function redactPageHost(host: string, redactor: Redactor): string {
  if (isIp(host)) return redactor.address(host, true);
  const isHouse = !host.includes('.') || HOUSE.test(host);
  return isHouse ? redactor.hide('host', host) : redactor.ownWords(host);
}
