import type { Transport } from '../../model/transport.ts';
import { isIp } from '../../net/ip.ts';
import { listHost } from '../../transports/links/list-link.ts';
import type { EngineParts } from '../parts.ts';
import type { Session } from '../session.ts';
import { fetchList, isInside } from './fetch.ts';
import type { FetchList } from './list-book.ts';

/** Proven ways beside the straight ones. */
const MOST_PROVEN = 3;

interface WaysParts {
  readonly bricks: Pick<EngineParts['bricks'], 'plain' | 'byId'>;
  readonly session: Pick<Session, 'chooseResolver' | 'wanted' | 'table'>;
}

/**
 * Ways to the web server of a list: straight, its name asked of an encrypted resolver; then whatever was proven for a
 * messenger; then straight as the system goes. What lies inside this network is asked for in no other way than the last.
 */
export async function* waysTo(
  address: string,
  { bricks, session }: WaysParts,
  signal: AbortSignal,
): AsyncGenerator<Transport, void> {
  const host = listHost(address);
  if (!isInside(host)) {
    const resolver = isIp(host) ? null : await session.chooseResolver(host, signal).catch(() => null);
    signal.throwIfAborted();
    const straight = resolver === null ? undefined : bricks.byId(resolver.id);
    if (straight !== undefined) yield straight;
    yield* provenOf(session).filter(({ id }) => id !== straight?.id);
  }
  yield bricks.plain();
}

/** Each once, those that carry most first. */
function provenOf({ wanted, table }: WaysParts['session']): readonly Transport[] {
  const counts = new Map<Transport, number>();
  for (const { key } of wanted()) {
    const route = table.get(key);
    if (route !== undefined && route.kind !== 'plain') counts.set(route, (counts.get(route) ?? 0) + 1);
  }
  const byUse = [...counts].sort(([, a], [, b]) => b - a).map(([transport]) => transport);
  return byUse.slice(0, MOST_PROVEN);
}

/** Fetches lists by the ways that a session has. */
export function fetchOver(
  { bricks, clock }: Pick<EngineParts, 'bricks' | 'clock'>,
  session: WaysParts['session'],
  signal: AbortSignal,
): FetchList {
  return (address, validators) => {
    const ways = waysTo(address, { bricks, session }, signal);
    return fetchList(address, validators, { ways, roots: bricks.roots, clock, signal });
  };
}
