import type { Duplex } from 'node:stream';
import type { BlockPage } from '../model/block-pages.ts';
import type { Control, Controls } from '../model/controls.ts';
import type { StreamDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import type { Step, Trace } from '../model/trace.ts';
import { classify } from '../net/classify.ts';
import { withDeadline } from '../net/deadline.ts';
import { isIp } from '../net/ip.ts';
import { secure } from '../net/tls-client.ts';
import { createByteReader } from './byte-reader.ts';
import { reduceAnswer } from './http-answer.ts';
import { getOnce } from './http-get.ts';

export type Portal = Controls['portals'][number];
export type ControlGroup = 'foreign' | 'domestic' | 'portal' | 'address';

/** What one control said. */
export interface ControlAnswer {
  readonly group: ControlGroup;
  readonly steps: readonly Step[];
  /** Null when it answered as it should. */
  readonly error: NetError | null;
  /** A portal page that came, but not the right one. */
  readonly isWrong: boolean;
  /** A portal's Date field, in milliseconds since the Unix epoch. */
  readonly date: number | null;
}

export interface ProbeOptions {
  readonly dialer: StreamDialer;
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly trace?: Trace;
  /** Milliseconds for the whole probe. */
  readonly limitMs: number;
  /** To tell which known page came in place of a portal's. */
  readonly blockPages?: readonly BlockPage[];
}

/** Longer than any portal's true page. */
const PAGE_LIMIT = 512;

/** Asks a control for a handshake with a trusted certificate. Rejects only when aborted. */
export function probeControl(
  group: 'foreign' | 'domestic',
  { host }: Control,
  options: ProbeOptions,
): Promise<ControlAnswer> {
  return probe(group, { host, port: 443 }, options, async (stream, signal, trace) => {
    const { roots, clock, limitMs } = options;
    const names = { serverName: host, verifyName: host };
    await secure(stream, { ...names, roots, signal, trace, clock, timeoutMs: limitMs });
    return {};
  });
}

/** Opens a TCP connection to an address that needs no name: tells a dead resolver from a dead network. */
export function probeAddress(
  target: { host: string; port: number },
  options: ProbeOptions,
): Promise<ControlAnswer> {
  return probe('address', target, options, async () => ({}));
}

/** Asks for a page over plain HTTP whose exact answer is known. Rejects only when aborted. */
export function probePortal(
  { host, path, status, body }: Portal,
  options: ProbeOptions,
): Promise<ControlAnswer> {
  return probe('portal', { host, port: 80 }, options, async (stream, signal, trace) => {
    const { clock, limitMs, blockPages } = options;
    const startedAt = clock.monotonic();
    const reader = createByteReader(stream, { signal, clock, operation: 'read', silence: limitMs });
    const request = {
      host,
      port: 80,
      path,
      defaultPort: 80,
      bodyLimit: PAGE_LIMIT,
      operation: 'read',
    } as const;
    const answer = await getOnce(stream, reader, request);
    const date = Date.parse(answer.headers.get('date') ?? '');
    const isRight =
      answer.status === status && (body === undefined || answer.body.toString('latin1').trim() === body);
    trace({
      ...{ operation: 'dialogue', protocol: 'http', startedAt, endedAt: clock.monotonic() },
      failure: isRight ? null : 'x_unexpected_answer',
      answer: reduceAnswer(answer, answer.body, blockPages),
    });
    return { isWrong: !isRight, date: Number.isNaN(date) ? null : date };
  });
}

async function probe(
  group: ControlGroup,
  target: { host: string; port: number },
  { dialer, clock, signal, trace, limitMs }: ProbeOptions,
  talk: (
    stream: Duplex,
    signal: AbortSignal,
    trace: Trace,
  ) => Promise<{ isWrong?: boolean; date?: number | null }>,
): Promise<ControlAnswer> {
  const steps: Step[] = [];
  const record = (step: Step) => {
    steps.push(step);
    trace?.(step);
  };
  try {
    const deadline = { signal, ms: limitMs, operation: 'connect', clock } as const;
    const { isWrong = false, date = null } = await withDeadline(deadline, async (limited) => {
      const stream = await dialer.dial(target, { signal: limited, trace: record });
      try {
        return await talk(stream, limited, record);
      } finally {
        stream.destroy();
      }
    });
    return { group, steps, error: null, isWrong, date };
  } catch (error) {
    signal.throwIfAborted();
    return {
      group,
      steps,
      error: placed(classify(error, 'read'), target.host, steps),
      isWrong: false,
      date: null,
    };
  }
}

/** A deadline that strikes before the name had an answer was the resolver's. */
function placed(error: NetError, host: string, steps: readonly Step[]): NetError {
  const isResolved = steps.some(({ operation, failure }) => operation === 'resolve' && failure === null);
  const isLate = error.operation === 'connect' && error.failure === 'generic_timeout_error';
  return isLate && !isResolved && !isIp(host)
    ? new NetError('resolve', error.failure, { cause: error })
    : error;
}
