import type { AddressGate, StreamDialer } from '../model/dialer.ts';
import type { Failure } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import type { Step, Trace } from '../model/trace.ts';
import { classify } from '../net/classify.ts';
import { withDeadline } from '../net/deadline.ts';
import { secure } from '../net/tls-client.ts';
import { createByteReader } from './byte-reader.ts';
import { sendChromeHello } from './chrome-hello.ts';
import { silenceLimit } from './silence.ts';

/** A lost question for the name, or a lost SYN, is sent again after 1 s. Milliseconds. */
const DIAL_LIMIT_MS = 2500;

/** `no way`: no connection was opened, so the hello says nothing. */
export type NeutralAnswer = 'answered' | 'reset' | 'silent' | 'no way';

export interface NeutralOptions {
  /** Plain, or with the shape that is to be tried before a real address is burnt with it. */
  readonly dialer: StreamDialer;
  readonly gate: AddressGate;
  /** Node's own hello without what makes it large. */
  readonly isSmall?: boolean;
  /** Sent in place of Node's own hello; must draw a ServerHello. */
  readonly hello?: Uint8Array;
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly trace: Trace;
}

/** Sends a neutral host one hello for `serverName` and says what came of it, and at which address. Rejects only when aborted. */
export async function askNeutral(
  host: string,
  serverName: string,
  { dialer, gate, isSmall = false, hello, roots, clock, signal, trace }: NeutralOptions,
): Promise<{ readonly answer: NeutralAnswer; readonly address?: string }> {
  const steps: Step[] = [];
  const record = (step: Step) => {
    steps.push(step);
    trace(step);
  };
  let address: string | undefined;
  try {
    const deadline = { signal, ms: DIAL_LIMIT_MS, operation: 'connect', clock } as const;
    const stream = await withDeadline(deadline, (limited) =>
      dialer.dial({ host, port: 443 }, { signal: limited, trace: record, gate }),
    );
    address = connectedTo(steps);
    const silence = silenceLimit(steps, 'plain');
    const greeting = { serverName, signal, trace: record, clock };
    try {
      if (hello === undefined) {
        const place = { verifyName: host, roots, isSmall, ...(address === undefined ? {} : { address }) };
        (await secure(stream, { ...greeting, ...place, silenceMs: silence })).destroy();
      } else {
        const reader = createByteReader(stream, { signal, clock, operation: 'tls', silence });
        await sendChromeHello(stream, reader, { ...greeting, hello });
      }
    } finally {
      stream.destroy();
    }
    return { answer: 'answered' };
  } catch (error) {
    signal.throwIfAborted();
    const { operation, failure } = classify(error, 'tls');
    const answer = operation === 'tls' ? answerOf(failure) : 'no way';
    return { answer, ...(address === undefined ? {} : { address }) };
  }
}

/** A certificate for another name or an alert shows as well as a success that the hello arrived. */
function answerOf(failure: Failure): NeutralAnswer {
  if (failure === 'generic_timeout_error' || failure === 'timed_out') return 'silent';
  if (failure.startsWith('ssl_') || failure === 'x_unexpected_answer') return 'answered';
  return 'reset';
}

function connectedTo(steps: readonly Step[]): string | undefined {
  const step = steps.findLast(({ operation, failure }) => operation === 'connect' && failure === null);
  return step?.operation === 'connect' ? step.address.host : undefined;
}
