import type { DeepAttempt, DeepMeasurement } from '../../model/deep-check.ts';
import type { Step } from '../../model/trace.ts';
import type { ServerNameTest } from '../name-tests.ts';
import { type BookAnswer, judgeBooks } from './address-books.ts';
import type { DeepTools } from './deep-tools.ts';
import { measureDownloads } from './downloads.ts';
import {
  hasIpv4,
  judgeCalls,
  judgeCertificates,
  judgeNames,
  judgeQuic,
  judgeServers,
} from './judge-answers.ts';
import { type DeepPlan, questionsOf } from './questions.ts';
import { runGently } from './run-gently.ts';
import { verifyAddresses } from './verify-addresses.ts';

/** Milliseconds for everything; downloads get what the questions leave, and these few seconds in any case. */
const LIMIT_MS = 70_000;
const DOWNLOADS_MS = 20_000;

export interface DeepOptions {
  readonly signal: AbortSignal;
  /** How many of how many questions are answered. */
  readonly onProgress: (done: number, all: number) => void;
  /** Whether the controls find nothing wrong with the whole network. */
  readonly isNetworkFine: Promise<boolean>;
}

/**
 * Looks more closely: whole sets of servers as OONI's tests have them, address books against each other, names in hellos, QUIC,
 * STUN, certificates, then downloads. Gently, and within 100 s; what was not reached by then is left out. Rejects only when aborted.
 */
export async function deepCheck(
  plan: DeepPlan,
  tools: DeepTools,
  { signal, onProgress, isNetworkFine }: DeepOptions,
): Promise<readonly DeepMeasurement[]> {
  const { clock, random, judge } = tools;
  const { questions, answers } = questionsOf(plan, tools);
  const { servers, books, names, quic, calls, certificates } = answers;
  const all = questions.length + 1;
  let done = 0;
  const onDone = () => onProgress(++done, all);
  onProgress(done, all);
  const endsAt = clock.monotonic() + LIMIT_MS;
  await runGently(questions, { clock, random, signal, limitMs: LIMIT_MS, onDone });
  const isVerified = await verifyAddresses(books, tools, signal);
  const limitMs = Math.max(DOWNLOADS_MS, endsAt - clock.monotonic());
  const downloads = await measureDownloads(plan.messengers, tools, { signal, limitMs });
  onDone();
  const network = { isFine: await isNetworkFine, hasIpv4: hasIpv4([...servers.values()].flat()) };
  const byUdp = [books, quic, calls].flat().flatMap(({ steps }) => steps);
  const udp = { isAnyHeard: byUdp.some(isHeardByUdp) };
  const isForged = (address: string) => ['bogon', 'block-page'].includes(judge(address));
  const isControl = (host: string) => plan.controls.includes(host);
  const whole = (
    test: DeepMeasurement['test'],
    attempts: readonly DeepAttempt[],
    findings: DeepMeasurement['findings'],
  ) => ({ test, subject: null, attempts, findings });
  return [
    ...[...servers].map(([subject, attempts]) => ({
      ...{ test: 'servers' as const, subject, attempts },
      findings: [judgeServers(attempts, network)],
    })),
    whole('address-books', books.map(asAttempt), judgeBooks(books, { isForged, isVerified })),
    whole('names', names.map(asHello), [judgeNames(names)]),
    ...downloads,
    whole('quic', quic, [judgeQuic(quic, udp)]),
    whole('calls', calls, [judgeCalls(calls, udp)]),
    whole('certificates', certificates, [judgeCertificates(certificates, isControl)]),
  ];
}

/** An answer of an address book by UDP, of QUIC, or of a STUN server. */
function isHeardByUdp(step: Step): boolean {
  if (step.operation === 'dialogue') return step.datagrams !== undefined && step.failure === null;
  return step.operation === 'resolve' && step.resolver.startsWith('udp:') && step.failure === null;
}

function asAttempt({ name, failure, steps }: BookAnswer): DeepAttempt {
  return { ask: 'resolve', host: name, port: 53, failure, steps };
}

const CUT = { reset: 'connection_reset', silent: 'generic_timeout_error' } as const;

function asHello({ serverName, verdict, steps }: ServerNameTest): DeepAttempt {
  const failure = verdict === 'reset' || verdict === 'silent' ? CUT[verdict] : null;
  return { ask: 'tls-hello', host: serverName, port: 443, failure, steps };
}
