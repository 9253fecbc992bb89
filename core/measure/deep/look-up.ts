import type { HostPort } from '../../model/address.ts';
import type { DeepAttempt } from '../../model/deep-check.ts';
import type { Step, Trace } from '../../model/trace.ts';
import { classify } from '../../net/classify.ts';
import { isIp } from '../../net/ip.ts';
import type { BookAnswer } from './address-books.ts';
import { type DeepTools, recorder } from './deep-tools.ts';

/** Asked in turn for a host that is reached by datagrams, until one gives a plausible address. */
const IN_TURN = ['system', 'doh:quad9', 'doh:cloudflare'];

/** Asks one address book for one name. A forged address is named as a failure, and kept: it is the proof. Rejects only when aborted. */
export async function askBook(
  id: string,
  name: string,
  { resolver, judge }: Pick<DeepTools, 'resolver' | 'judge'>,
  signal: AbortSignal,
): Promise<BookAnswer> {
  const { steps, trace } = recorder();
  const judged: Trace = (step) => {
    const forged =
      step.operation === 'resolve'
        ? step.addresses.find((address) => FORGED[judge(address)] !== undefined)
        : undefined;
    trace(forged === undefined ? step : { ...step, failure: FORGED[judge(forged)] ?? step.failure });
  };
  try {
    const book = resolver(id);
    const answer = await book?.resolve(name, 4, { signal, trace: judged });
    return { resolver: id, name, addresses: answer?.addresses ?? [], failure: null, steps };
  } catch (error) {
    signal.throwIfAborted();
    return { resolver: id, name, addresses: [], failure: classify(error, 'resolve').failure, steps };
  }
}

const FORGED: Readonly<Record<string, 'dns_bogon_error' | 'x_dns_block_page' | undefined>> = {
  bogon: 'dns_bogon_error',
  'block-page': 'x_dns_block_page',
};

/** What an address book said, without how it was reached: that is no connection to the host. */
export function answersIn(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ operation }) => operation === 'resolve');
}

/** Finds a host's address, for who cannot dial by name, and asks there. Rejects only when aborted. */
export async function askAtAddress(
  { host, port }: HostPort,
  ask: 'stun' | 'quic',
  tools: DeepTools,
  signal: AbortSignal,
  talk: (to: HostPort, trace: Trace) => Promise<void>,
): Promise<DeepAttempt> {
  const { steps, trace } = recorder();
  const attempt = { ask, host, port, steps } as const;
  const address = isIp(host) ? host : await addressOf(host, tools, signal, trace);
  if (address === null) return { ...attempt, failure: 'dns_no_answer' };
  try {
    await talk({ host: address, port }, trace);
    return { ...attempt, failure: null };
  } catch (error) {
    signal.throwIfAborted();
    return { ...attempt, failure: classify(error, 'dialogue').failure };
  }
}

async function addressOf(
  host: string,
  tools: DeepTools,
  signal: AbortSignal,
  trace: Trace,
): Promise<string | null> {
  for (const id of IN_TURN) {
    const { addresses, steps } = await askBook(id, host, tools, signal);
    answersIn(steps).forEach(trace);
    const found = addresses.find((address) => tools.judge(address) === 'plausible');
    if (found !== undefined) return found;
  }
  return null;
}
