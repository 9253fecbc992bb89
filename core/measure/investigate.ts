import type { Controls } from '../model/controls.ts';
import type { Messenger, PurposeData } from '../model/messenger.ts';
import type { Attempt } from '../model/route.ts';
import type { NetworkVerdict } from '../model/verdict.ts';
import type { AddressBook } from '../net/address-book.ts';
import { createRangeSet } from '../net/ip.ts';
import { compareDns, type DnsComparisonOptions } from './compare-dns.ts';
import {
  type DnsComparison,
  type Evidence,
  type FailedAttempt,
  isFailed,
  plainAttempts,
} from './evidence.ts';
import { type ServerNameTest, testServerName } from './server-name.ts';

/** Names that are compared: a purpose has few, and each costs questions. */
const MOST_NAMES = 3;

export interface Investigation extends Omit<DnsComparisonOptions, 'isPublished'> {
  readonly messenger: Messenger;
  readonly purpose: PurposeData;
  readonly attempts: readonly Attempt[];
  readonly network: NetworkVerdict | null;
  readonly controlBytesPerSecond: number | null;
  readonly restingAddresses: readonly string[];
  readonly neutral: Controls['neutral'];
  readonly book: Pick<AddressBook, 'hit' | 'isResting'>;
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
  const [dns, serverName] = await Promise.all([compareNames(failed, options), testName(failed, options)]);
  return { ...known, dns, ...(serverName === undefined ? {} : { serverName }) };
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

async function testName(
  failed: readonly FailedAttempt[],
  options: Investigation,
): Promise<ServerNameTest | undefined> {
  const suspect = failed.find(
    ({ outcome, proof }) =>
      outcome.error.operation === 'tls' &&
      proof.kind !== 'chrome-hello' &&
      !outcome.error.failure.startsWith('ssl_'),
  );
  return suspect && testServerName({ ...options, serverName: suspect.proof.host });
}
