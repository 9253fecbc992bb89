import type { DeepAttempt } from '../../model/deep-check.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { NetError } from '../../model/failure.ts';
import type { HttpAnswer, Step, Trace } from '../../model/trace.ts';
import { classify, failureOf } from '../../net/classify.ts';
import { withDeadline } from '../../net/deadline.ts';
import { isIp } from '../../net/ip.ts';
import { secure } from '../../net/tls-client.ts';
import { createByteReader } from '../byte-reader.ts';
import { reduceAnswer } from '../http-answer.ts';
import { readFinalHead } from '../http-get.ts';
import { formatRequest } from '../http-head.ts';
import { runProof } from '../run-proof.ts';
import { openWebSocket } from '../websocket.ts';
import { isDenial } from './address-books.ts';
import { type DeepTools, recorder, tracedDialer } from './deep-tools.ts';
import { answersIn, askBook } from './look-up.ts';

/** Milliseconds for one question, the name's look-up included. */
const LIMIT_MS = 6000;
/** Milliseconds without a byte that count as silence. */
const SILENCE_MS = 4000;
/** Address books that nobody on the path can answer for, asked in turn. */
const ELSEWHERE = ['doh:quad9', 'doh:cloudflare'];

/** Asks one host of a set as its data says, on the plain way. Rejects only when aborted. */
export async function askEndpoint(
  endpoint: Endpoint,
  tools: DeepTools,
  signal: AbortSignal,
): Promise<DeepAttempt> {
  const { ask = 'connect', host, port, path } = endpoint;
  const { steps, trace } = recorder();
  const attempt = { ask, host, port, steps, ...(path === undefined ? {} : { path }) };
  try {
    const deadline = { signal, ms: LIMIT_MS, operation: 'connect', clock: tools.clock } as const;
    await withDeadline(deadline, (limited) => converse(endpoint, tools, limited, trace));
    return { ...attempt, failure: null };
  } catch (error) {
    signal.throwIfAborted();
    const { failure } = classify(error, 'dialogue');
    if (!isIp(host) && steps.some(isDenied)) await confirm(host, tools, signal, trace);
    return { ...attempt, failure };
  }
}

function isDenied(step: Step): boolean {
  return step.operation === 'resolve' && isDenial(step.failure);
}

/** A name that is denied is asked for elsewhere: it may be hidden, or given up by its owner. */
async function confirm(host: string, tools: DeepTools, signal: AbortSignal, trace: Trace): Promise<void> {
  for (const id of ELSEWHERE) {
    const { steps, failure } = await askBook(id, host, tools, signal);
    answersIn(steps).forEach(trace);
    if (failure === null || isDenial(failure)) return;
  }
}

async function converse(
  endpoint: Endpoint,
  tools: DeepTools,
  signal: AbortSignal,
  trace: Trace,
): Promise<void> {
  const { ask = 'connect', host, port, path = '/', root } = endpoint;
  const dialer = tracedDialer(tools, trace);
  const run = { dialer, signal, trace, silence: () => SILENCE_MS };
  switch (ask) {
    case 'connect':
      (await dialer.dial({ host, port }, { signal })).destroy();
      return;
    case 'resolve':
      await tools.resolver('system')?.resolve(host, 4, { signal, trace });
      return;
    case 'https': {
      const proof = { kind: 'https', host, port, path, ...(root === undefined ? {} : { root }) } as const;
      await runProof(proof, run, tools.proofs);
      return;
    }
    case 'tls-hello':
      await runProof({ kind: 'tls-hello', host, port }, run, tools.proofs);
      return;
    case 'http-post':
      return postOnce({ host, port, path }, dialer, tools, signal, trace);
    case 'websocket':
      return upgrade(endpoint, dialer, tools, signal, trace);
  }
}

/** OONI's question to Telegram's access points (ts-020): an empty POST, to which any status is an answer. */
async function postOnce(
  { host, port, path }: { host: string; port: number; path: string },
  dialer: StreamDialer,
  { clock }: DeepTools,
  signal: AbortSignal,
  trace: Trace,
): Promise<void> {
  const stream = await dialer.dial({ host, port }, { signal });
  try {
    await told('http-post', clock, signal, trace, async () => {
      const reader = createByteReader(stream, { signal, clock, operation: 'dialogue', silence: SILENCE_MS });
      const headers = { 'Content-Length': '0', Connection: 'close' };
      stream.write(formatRequest({ method: 'POST', host, port, path, headers }, 80));
      return reduceAnswer(await readFinalHead(reader, 'dialogue'));
    });
  } finally {
    stream.destroy();
  }
}

/** Opens a web socket and closes it again: nothing is said on it. */
async function upgrade(
  { host, port, path = '/', origin = `https://${host}` }: Endpoint,
  dialer: StreamDialer,
  { clock, random, proofs }: DeepTools,
  signal: AbortSignal,
  trace: Trace,
): Promise<void> {
  const stream = await dialer.dial({ host, port }, { signal });
  try {
    const names = { serverName: host, verifyName: host, alpn: ['http/1.1'] };
    const tls = await secure(stream, { ...names, roots: proofs.roots, signal, trace, clock });
    await told('websocket', clock, signal, trace, async () => {
      const reader = createByteReader(tls, { signal, clock, operation: 'dialogue', silence: SILENCE_MS });
      await openWebSocket(tls, reader, { host, port, path, origin }, random).catch((error: unknown) => {
        // Who answers by HTTP is there, and may only not want a stranger's upgrade.
        const { failure } = classify(error, 'dialogue');
        if (failure !== 'http_unexpected_status_code')
          throw new NetError('dialogue', failure, { cause: error });
      });
      return undefined;
    });
  } finally {
    stream.destroy();
  }
}

async function told(
  protocol: string,
  clock: DeepTools['clock'],
  signal: AbortSignal,
  trace: Trace,
  talk: () => Promise<HttpAnswer | undefined>,
): Promise<void> {
  const startedAt = clock.monotonic();
  const tell = (failure: NetError['failure'] | null, answer?: HttpAnswer) =>
    trace({
      ...{ operation: 'dialogue', protocol, startedAt, endedAt: clock.monotonic(), failure },
      ...(answer === undefined ? {} : { answer }),
    });
  try {
    tell(null, await talk());
  } catch (error) {
    tell(failureOf(error, 'dialogue', signal));
    throw error;
  }
}
