import type { Failure } from '../model/failure.ts';
import { classify } from '../net/classify.ts';
import { isIp } from '../net/ip.ts';
import { type FirstFlight, readFirstFlight } from './first-flight.ts';
import { refusalOf } from './refusal.ts';
import { relay } from './relay.ts';
import { carryRouted } from './routed.ts';
import { isTlsPort, readTarget } from './target.ts';
import type { House, Visit } from './visit.ts';

/**
 * Failures that a censor may be behind. Not those of this computer's own network: on those an app turns to its other
 * family of addresses, if it is told so.
 */
const SUSPICIOUS: readonly Failure[] = [
  'connection_refused',
  'connection_reset',
  'host_unreachable',
  'generic_timeout_error',
  'timed_out',
];

/**
 * Carries a connection that no name or address range claims: straight out, as it was asked for. One exception: an app
 * that resolved a messenger's name by itself comes with whatever address it was told. Where that is a known forgery,
 * or cannot be reached, the name in the ClientHello counts instead.
 */
export async function carryDirect(house: House, visit: Visit): Promise<void> {
  const { target, signal } = visit;
  const mayHideName = isIp(target.host) && isTlsPort(target.port);
  const forged = mayHideName && house.table.isForged(target.host);
  const flight = forged ? await sniff(house, visit) : undefined;
  if (flight && (await carryByName(house, visit, flight))) return;
  try {
    const server = await house.dial(house.direct, target, { signal });
    visit.accept();
    const { clock, limits, closing } = house;
    const toServer = flight?.bytes ?? new Uint8Array(0);
    await relay({ client: visit.client, server, toServer, limits, clock, closing });
  } catch (error) {
    signal.throwIfAborted();
    const { failure } = classify(error, 'connect');
    const late =
      mayHideName && !forged && SUSPICIOUS.includes(failure) ? await sniff(house, visit) : undefined;
    if (late && (await carryByName(house, visit, late))) return;
    visit.refuse(refusalOf(failure));
  }
}

/** Whether the server name of a first flight has a route of its own, and was carried over it (or refused). */
async function carryByName(house: House, visit: Visit, flight: FirstFlight): Promise<boolean> {
  const target = readTarget(flight.hello?.serverName ?? '', visit.target.port);
  if (target === undefined || isIp(target.host)) return false;
  const decision = house.table.decide(target);
  if (decision.kind === 'direct') return false;
  if (decision.kind === 'refuse') visit.refuse('forbidden');
  else await carryRouted(house, { ...visit, target }, decision, flight);
  return true;
}

function sniff({ clock, limits }: House, visit: Visit): Promise<FirstFlight> {
  visit.accept();
  const { client, signal } = visit;
  return readFirstFlight(client, { firstByte: limits.sniff, rest: limits.sniff, clock, signal });
}
