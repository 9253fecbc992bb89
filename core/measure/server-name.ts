import type { Control } from '../model/controls.ts';
import type { StreamDialer } from '../model/dialer.ts';
import type { Failure } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import type { Step, Trace } from '../model/trace.ts';
import type { AddressBook } from '../net/address-book.ts';
import { classify } from '../net/classify.ts';
import { withDeadline } from '../net/deadline.ts';
import { secure } from '../net/tls-client.ts';
import { silenceLimit } from './silence.ts';

/** A name nobody blocks (OONI ts-024 uses it too). */
const HARMLESS_NAME = 'example.org';
/** Neutral hosts that are tried when one is resting or does not answer. */
const MOST_HOSTS = 3;
const DIAL_LIMIT_MS = 4000;

/** `passes`: a hello with the name was answered; `reset` or `silent`: it was not, while a harmless one was. */
type ServerNameVerdict = 'passes' | 'reset' | 'silent' | 'unknown';

export interface ServerNameTest {
  readonly verdict: ServerNameVerdict;
  readonly steps: readonly Step[];
}

export interface ServerNameOptions {
  readonly neutral: readonly Control[];
  /** The name that may be blocked. */
  readonly serverName: string;
  /** Plain, or with the shape that is to be tried before a real address is burnt with it. */
  readonly dialer: StreamDialer;
  readonly roots: readonly string[];
  readonly book: Pick<AddressBook, 'hit' | 'isResting'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly trace?: Trace;
}

type Answer = 'answered' | 'reset' | 'silent' | 'no way';

/**
 * OONI's sni_blocking (ts-024), in the gentler order: the harmless name first, so that a residual block after the
 * other cannot be mistaken for a dead host. A neutral address that drew a block is noted in the book; resting ones
 * are passed over. Rejects only when aborted.
 */
export async function testServerName(options: ServerNameOptions): Promise<ServerNameTest> {
  const steps: Step[] = [];
  const record = (step: Step) => {
    steps.push(step);
    options.trace?.(step);
  };
  for (const { host } of options.neutral.slice(0, MOST_HOSTS)) {
    const harmless = await ask(host, HARMLESS_NAME, { ...options, trace: record });
    if (harmless.answer !== 'answered') continue;
    const { answer, address } = await ask(host, options.serverName, { ...options, trace: record });
    if (answer === 'no way') continue;
    if (answer === 'answered') return { verdict: 'passes', steps };
    if (address !== undefined) options.book.hit(address, 443);
    return { verdict: answer, steps };
  }
  return { verdict: 'unknown', steps };
}

async function ask(
  host: string,
  serverName: string,
  { dialer, roots, book, clock, signal, trace }: ServerNameOptions & { readonly trace: Trace },
): Promise<{ answer: Answer; address?: string }> {
  const steps: Step[] = [];
  const record = (step: Step) => {
    steps.push(step);
    trace(step);
  };
  let address: string | undefined;
  try {
    const deadline = { signal, ms: DIAL_LIMIT_MS, operation: 'connect', clock } as const;
    const stream = await withDeadline(deadline, (limited) =>
      dialer.dial({ host, port: 443 }, { signal: limited, trace: record }),
    );
    address = connectedTo(steps);
    if (address !== undefined && book.isResting(address, 443)) {
      stream.destroy();
      return { answer: 'no way' };
    }
    const tls = await secure(stream, {
      serverName,
      verifyName: host,
      roots,
      signal,
      trace: record,
      timeoutMs: silenceLimit(steps, 'plain'),
      clock,
      ...(address === undefined ? {} : { address }),
    });
    tls.destroy();
    return { answer: 'answered' };
  } catch (error) {
    signal.throwIfAborted();
    const { operation, failure } = classify(error, 'tls');
    const answer = operation === 'tls' ? answerOf(failure) : 'no way';
    return { answer, ...(address === undefined ? {} : { address }) };
  }
}

/** A certificate for another name or an alert shows as well as a success that the hello arrived. */
function answerOf(failure: Failure): Answer {
  if (failure === 'generic_timeout_error' || failure === 'timed_out') return 'silent';
  if (failure.startsWith('ssl_')) return 'answered';
  return 'reset';
}

function connectedTo(steps: readonly Step[]): string | undefined {
  const step = steps.findLast(({ operation, failure }) => operation === 'connect' && failure === null);
  return step?.operation === 'connect' ? step.address.host : undefined;
}
