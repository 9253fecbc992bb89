import type { Messenger, PurposeData } from '../model/messenger.ts';
import type { Attempt } from '../model/route.ts';
import type { Trace } from '../model/trace.ts';
import type { NetworkVerdict } from '../model/verdict.ts';
import { createRangeSet } from '../net/ip.ts';
import { compareDns, type DnsComparisonOptions } from './compare-dns.ts';
import {
  type DnsComparison,
  type Evidence,
  type FailedAttempt,
  isFailed,
  plainAttempts,
} from './evidence.ts';
import type { ServerNameTest } from './name-tests.ts';

/** Names that are compared: a purpose has few, and each costs questions. */
const MOST_NAMES = 3;

export interface Investigation extends Omit<DnsComparisonOptions, 'isPublished'> {
  readonly messenger: Messenger;
  readonly purpose: PurposeData;
  readonly attempts: readonly Attempt[];
  readonly network: NetworkVerdict | null;
  readonly controlBytesPerSecond: number | null;
  readonly restingAddresses: readonly string[];
  /** Whether a name alone, in a plain hello or in a browser's, is blocked: tried on neutral addresses. */
  readonly testName: (
    serverName: string,
    hello: 'node' | 'chrome',
    options: { signal: AbortSignal; trace: Trace },
  ) => Promise<ServerNameTest>;
}

/**
 * Gathers what is still missing to explain failed attempts on the plain way: what other resolvers say of the names,
 * and whether a name alone is blocked. Asks nothing when nothing failed. Rejects only when aborted.
 */
export async function investigate(options: Investigation): Promise<Evidence> {
  const { messenger, purpose, attempts, network, controlBytesPerSecond, restingAddresses } = options;
  const known: Evidence = {
    messenger: messenger.id,
    purpose,
    attempts,
    network,
    controlBytesPerSecond,
    restingAddresses,
  };
  const failed = plainAttempts(known).filter(isFailed);
  const [dns, serverNames, browserHello] = await Promise.all([
    compareNames(failed, options),
    testNames(failed, options),
    testBrowserHello(failed, options),
  ]);
  return { ...known, dns, serverNames, browserHello };
}

function compareNames(
  failed: readonly FailedAttempt[],
  options: Investigation,
): Promise<readonly DnsComparison[]> {
  const { cidrs, hints } = options.messenger;
  const ranges = createRangeSet([...cidrs, ...Object.values(hints).flat()]);
  const names = failed.filter(isDoubtful).map(({ proof }) => proof.host);
  return Promise.all(
    [...new Set(names)]
      .slice(0, MOST_NAMES)
      .map((name) => compareDns(name, { ...options, isPublished: ranges.has })),
  );
}

/** Whether a wrong address could be behind it: there was a name, and no sign of the true host. */
function isDoubtful({ outcome }: FailedAttempt): boolean {
  const isNamed = outcome.steps.some(({ operation }) => operation === 'resolve');
  const hasSpoken = outcome.steps.some(({ operation, failure }) => operation === 'tls' && failure === null);
  return isNamed && !hasSpoken;
}

/** The first that was cut stands for the purpose's others: each hello that is cut is held against a neutral address. */
async function testNames(
  failed: readonly FailedAttempt[],
  { testName, signal, trace = () => undefined }: Investigation,
): Promise<readonly ServerNameTest[]> {
  const suspect = failed.find(
    ({ outcome, proof }) =>
      outcome.error.operation === 'tls' &&
      proof.kind !== 'chrome-hello' &&
      !outcome.error.failure.startsWith('ssl_'),
  );
  return suspect === undefined ? [] : [await testName(suspect.proof.host, 'node', { signal, trace })];
}

/** A browser's hello that drew nothing may just have been lost. What was cut or answered was not. */
async function testBrowserHello(
  failed: readonly FailedAttempt[],
  { testName, signal, trace = () => undefined }: Investigation,
): Promise<ServerNameTest | undefined> {
  const suspect = failed.find(
    ({ outcome, proof }) =>
      proof.kind === 'chrome-hello' &&
      outcome.error.operation === 'tls' &&
      outcome.error.failure === 'generic_timeout_error',
  );
  return suspect === undefined ? undefined : testName(suspect.proof.host, 'chrome', { signal, trace });
}
