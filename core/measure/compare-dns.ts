import type { StreamDialer } from '../model/dialer.ts';
import type { Failure } from '../model/failure.ts';
import type { ResolveOptions, Resolver } from '../model/resolver.ts';
import type { Clock } from '../model/time.ts';
import type { Step } from '../model/trace.ts';
import { classify } from '../net/classify.ts';
import { withDeadline } from '../net/deadline.ts';
import { secure } from '../net/tls-client.ts';
import type { DnsComparison, DnsView } from './evidence.ts';

/** Milliseconds for each side's answer, and for each certificate. */
const LIMIT_MS = 6000;
/** Addresses of each side whose certificate is looked at. */
const MOST_CHECKED = 2;

export interface DnsComparisonOptions extends ResolveOptions {
  readonly system: Resolver;
  /** What encrypted resolvers say of a name; empty when nobody says anything. */
  readonly encrypted: (name: string, options: Required<ResolveOptions>) => Promise<readonly string[]>;
  /** Whether the messenger itself publishes an address. */
  readonly isPublished: (address: string) => boolean;
  /** Reaches addresses, to look at certificates. */
  readonly dialer: StreamDialer;
  readonly roots: readonly string[];
  readonly clock: Clock;
}

/**
 * Asks both sides for a name. Where no address is in both answers, certificates decide which is right, but for
 * published addresses, which need none. Rejects only when aborted.
 */
export async function compareDns(name: string, options: DnsComparisonOptions): Promise<DnsComparison> {
  const { system, encrypted, isPublished } = options;
  const [asked, known] = await Promise.all([
    view(options, async (limited) => {
      const answers = await Promise.allSettled(
        ([4, 6] as const).map((family) => system.resolve(name, family, limited)),
      );
      const addresses = answers.flatMap((answer) =>
        answer.status === 'fulfilled' ? answer.value.addresses : [],
      );
      const refused = answers.find((answer) => answer.status === 'rejected');
      if (addresses.length === 0 && refused !== undefined) throw refused.reason;
      return addresses;
    }),
    view(options, (limited) => encrypted(name, limited)),
  ]);
  const all = [...new Set([...asked.addresses, ...known.addresses])];
  const published = all.filter(isPublished);
  const isShared = asked.addresses.some((address) => known.addresses.includes(address));
  const doubtful = isShared
    ? []
    : [asked, known].flatMap(({ addresses }) =>
        addresses.filter((one) => !isPublished(one)).slice(0, MOST_CHECKED),
      );
  const checked = await Promise.all(
    doubtful.map(async (address) => ((await hasCertificate(name, address, options)) ? [address] : [])),
  );
  return { name, system: asked, encrypted: known, verified: [...published, ...checked.flat()] };
}

async function view(
  { signal, trace, clock }: DnsComparisonOptions,
  ask: (options: Required<ResolveOptions>) => Promise<readonly string[]>,
): Promise<DnsView> {
  const steps: Step[] = [];
  const record = (step: Step) => {
    steps.push(step);
    trace?.(step);
  };
  try {
    const addresses = await withDeadline({ signal, ms: LIMIT_MS, operation: 'resolve', clock }, (limited) =>
      ask({ signal: limited, trace: record }),
    );
    const failure: Failure | null = addresses.length === 0 ? 'dns_no_answer' : null;
    return { addresses, failure, steps };
  } catch (error) {
    signal.throwIfAborted();
    return { addresses: [], failure: classify(error, 'resolve').failure, steps };
  }
}

/** Whether the host at an address has a trusted certificate for the name. Rejects only when aborted. */
export async function hasCertificate(
  name: string,
  address: string,
  { dialer, roots, clock, signal }: Pick<DnsComparisonOptions, 'dialer' | 'roots' | 'clock' | 'signal'>,
): Promise<boolean> {
  try {
    return await withDeadline({ signal, ms: LIMIT_MS, operation: 'tls', clock }, async (limited) => {
      const stream = await dialer.dial({ host: address, port: 443 }, { signal: limited });
      const names = { serverName: name, verifyName: name };
      (await secure(stream, { ...names, roots, signal: limited, clock })).destroy();
      return true;
    });
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
