import type { Strategy } from '../model/strategies.ts';
import type { Trace } from '../model/trace.ts';
import type { ResolverChoice } from './resolver-choice.ts';

/** Good enough for the names of neutral hosts where no other resolver was needed yet. */
const SYSTEM_RESOLVER = 'system';

/** What became of a hello for a name on neutral addresses; `unknown` where those could not tell. */
export type NeutralVerdict = 'passes' | 'reset' | 'silent' | 'unknown';

/** How a hello for a name fares in a strategy's shape, tried on neutral addresses alone. */
export type OnNeutral = (
  name: string,
  strategy: Strategy,
  resolverId: string,
  options: { signal: AbortSignal; trace: Trace },
) => Promise<{ readonly verdict: NeutralVerdict }>;

/** A strategy that changes nothing in the hello itself. */
export function repeatsHello({ beatenBy }: Strategy): boolean {
  return beatenBy.includes('server-name');
}

/**
 * Real addresses are not burnt by shapes that do not work: names that may be blocked are tried in the shape on neutral
 * addresses first, one alone, since each that is cut is held against an address, then the others together. Resolves to
 * false when one is cut there; where neutral addresses cannot tell, nothing speaks against the shape. Rejects only when
 * aborted.
 */
export async function passesOnNeutral(
  strategy: Strategy,
  [first, ...others]: readonly string[],
  { onNeutral, resolvers }: { readonly onNeutral: OnNeutral; readonly resolvers: ResolverChoice },
  options: { signal: AbortSignal; trace: Trace },
): Promise<boolean> {
  const resolverId = resolvers.current()?.id ?? SYSTEM_RESOLVER;
  const mayPass = async (name: string) => {
    const { verdict } = await onNeutral(name, strategy, resolverId, options);
    return verdict === 'passes' || verdict === 'unknown';
  };
  if (first === undefined) return true;
  if (!(await mayPass(first))) return false;
  return !(await Promise.all(others.map(mayPass))).includes(false);
}
