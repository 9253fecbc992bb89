import type { DeepFinding } from '../../model/deep-check.ts';
import type { Failure } from '../../model/failure.ts';
import type { Step } from '../../model/trace.ts';

/** What one address book said of one name. */
export interface BookAnswer {
  /** `system`, `udp:google`, … */
  readonly resolver: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly failure: Failure | null;
  readonly steps: readonly Step[];
}

export interface BookTools {
  readonly isForged: (address: string) => boolean;
  /** Published by a messenger, or with a valid certificate for the name. */
  readonly isVerified: (name: string, address: string) => boolean;
}

/** Answers that say that there is no such name or address, while others know one. */
const DENIALS: ReadonlySet<Failure> = new Set(['dns_nxdomain_error', 'dns_no_answer', 'dns_refused_error']);

const FORGERIES: ReadonlySet<Failure> = new Set(['dns_bogon_error', 'x_dns_block_page']);

/** Whether a book said that there is no such name or address, or that it does not tell. */
export function isDenial(failure: Failure | null): boolean {
  return failure !== null && DENIALS.has(failure);
}

/** Whether an address book is asked in a way that nobody on the path can answer for it. */
export function isEncrypted({ resolver }: Pick<BookAnswer, 'resolver'>): boolean {
  return resolver.startsWith('doh:') || resolver.startsWith('dot:');
}

/** Holds all answers against each other and says what that comes to. Without an answer of an encrypted one nothing is called false. */
export function judgeBooks(answers: readonly BookAnswer[], tools: BookTools): readonly DeepFinding[] {
  const heard = answers.filter(({ addresses }) => addresses.length > 0);
  const lies = answers.filter((answer) => isLie(answer, answers, tools));
  const ofSystem = lies.filter(({ resolver }) => resolver === 'system');
  const diverted = lies.filter((answer) => answer.resolver !== 'system' && !isEncrypted(answer));
  const silent = silentBooks(answers, heard.length > 0);
  const findings: DeepFinding[] = [];
  if (ofSystem.length > 0) {
    const names = unique(ofSystem.map(({ name }) => name));
    findings.push(told('address-books-false', names, [...ofSystem, ...truths(ofSystem, answers)], tools));
  }
  if (diverted.length > 0) {
    const books = unique(diverted.map(({ resolver }) => resolver));
    findings.push(told('address-books-diverted', books, [...diverted, ...truths(diverted, answers)], tools));
  }
  if (silent.length > 0) {
    const evidence = answers.filter(({ resolver }) => silent.includes(resolver));
    findings.push(told('address-books-silent', silent, evidence, tools));
  }
  if (findings.length > 0) return findings;
  const isCompared = heard.some(({ resolver }) => resolver === 'system') && heard.some(isEncrypted);
  const evidence = heard.flatMap(({ steps }) => steps);
  const verdict = isCompared ? 'address-books-fine' : 'open';
  return [{ verdict, names: [], sureness: isCompared ? 'high' : 'none', evidence }];
}

/**
 * A forged address, also one that came before a true answer; a denial of what two encrypted books know; or an address that is in none of their answers and nobody's own,
 * while one of theirs is verified. A merely different address is no lie: content networks answer differently everywhere.
 */
function isLie(
  answer: BookAnswer,
  answers: readonly BookAnswer[],
  { isForged, isVerified }: BookTools,
): boolean {
  const { name, addresses, failure } = answer;
  if (addresses.some(isForged) || answer.steps.some(isForgery)) return true;
  if (isEncrypted(answer)) return false;
  const known = answers.filter((one) => one.name === name && isEncrypted(one) && one.addresses.length > 0);
  if (failure !== null) return isDenial(failure) && known.length >= 2;
  const right = known.flatMap((one) => one.addresses);
  const isOdd = addresses.length > 0 && addresses.every((address) => !right.includes(address));
  const isRightVerified = right.some((address) => isVerified(name, address));
  return isOdd && isRightVerified && addresses.every((address) => !isVerified(name, address));
}

/** An answer that a resolver heard and did not believe. */
function isForgery(step: Step): boolean {
  return step.operation === 'resolve' && step.failure !== null && FORGERIES.has(step.failure);
}

/** What encrypted books say of the same names. */
function truths(lies: readonly BookAnswer[], answers: readonly BookAnswer[]): readonly BookAnswer[] {
  return answers.filter(
    (one) => isEncrypted(one) && one.addresses.length > 0 && lies.some(({ name }) => name === one.name),
  );
}

/** Books that answered nothing at all, not even that there is no such name, while others answered. */
function silentBooks(answers: readonly BookAnswer[], isAnyHeard: boolean): readonly string[] {
  if (!isAnyHeard) return [];
  return unique(answers.map(({ resolver }) => resolver)).filter((resolver) =>
    answers
      .filter((answer) => answer.resolver === resolver)
      .every(({ failure }) => failure !== null && !failure.startsWith('dns_')),
  );
}

function told(
  verdict: DeepFinding['verdict'],
  names: readonly string[],
  answers: readonly BookAnswer[],
  { isForged }: BookTools,
): DeepFinding {
  const isForgedBy = ({ addresses, steps }: BookAnswer) => addresses.some(isForged) || steps.some(isForgery);
  const isSure = answers.length >= 2 || answers.some(isForgedBy);
  const evidence = answers.flatMap(({ steps }) => steps);
  return { verdict, names, sureness: isSure ? 'high' : 'medium', evidence };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
