import type { HostPort, IpFamily } from '../../model/address.ts';
import type { DeepAttempt } from '../../model/deep-check.ts';
import type { Failure } from '../../model/failure.ts';
import type { Step, Trace } from '../../model/trace.ts';
import { classify } from '../../net/classify.ts';
import { familyOf, isIp } from '../../net/ip.ts';
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
  family: IpFamily = 4,
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
    const answer = await book?.resolve(name, family, { signal, trace: judged });
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

/** Finds a host's address, for who cannot dial by name, and asks there; by IPv6 where IPv4 leads nowhere. Rejects only when aborted. */
export async function askAtAddress(
  { host, port }: HostPort,
  ask: 'stun' | 'quic',
  tools: DeepTools,
  signal: AbortSignal,
  talk: (to: HostPort, trace: Trace) => Promise<void>,
): Promise<DeepAttempt> {
  const { steps, trace } = recorder();
  const attempt = { ask, host, port, steps } as const;
  let failure: Failure = 'dns_no_answer';
  for (const family of [4, 6] as const) {
    const address = await addressOf(host, family, tools, signal, trace);
    if (address === null) continue;
    try {
      await talk({ host: address, port }, trace);
      return { ...attempt, failure: null };
    } catch (error) {
      signal.throwIfAborted();
      failure = classify(error, 'dialogue').failure;
      if (!isNoWay(failure)) break;
    }
  }
  return { ...attempt, failure };
}

/** Whether this computer itself has no way to such addresses: nobody was asked. */
export function isNoWay(failure: Failure | null): boolean {
  return failure !== null && NO_WAY.has(failure);
}

const NO_WAY: ReadonlySet<Failure> = new Set(['network_unreachable', 'host_unreachable', 'network_down']);

async function addressOf(
  host: string,
  family: IpFamily,
  tools: DeepTools,
  signal: AbortSignal,
  trace: Trace,
): Promise<string | null> {
  if (isIp(host)) return familyOf(host) === family ? host : null;
  for (const id of IN_TURN) {
    const { addresses, steps } = await askBook(id, host, tools, signal, family);
    answersIn(steps).forEach(trace);
    const found = addresses.find((address) => tools.judge(address) === 'plausible');
    if (found !== undefined) return found;
  }
  return null;
}
