import type { HostPort } from '../model/address.ts';
import type { PacketDialer } from '../model/dialer.ts';
import type { RouteTable } from '../model/route.ts';
import { usableRungs } from './rungs.ts';
import { isOurselves } from './target.ts';

/** What datagrams leave by; all that take the same one share a flow. */
export interface PacketWay {
  readonly id: string;
  readonly dialer: PacketDialer;
}

/** HTTP/3's: who hears nothing there takes TCP, which is what we know how to carry past a censor. */
const QUIC_PORT = 443;

/**
 * The ways that a datagram may take, the better first; none where it is to be dropped: a messenger's leaves only by the route it
 * has, where that carries any.
 */
export function packetWays(
  { table, direct, ownPort }: { table: RouteTable; direct: PacketDialer; ownPort: () => number },
  target: HostPort,
): readonly PacketWay[] {
  if (target.port === QUIC_PORT || isOurselves(target, ownPort())) return [];
  const decision = table.decideDatagram(target);
  if (decision.kind === 'direct') return [{ id: 'direct', dialer: direct }];
  if (decision.kind === 'refuse') return [];
  return usableRungs(decision, target).flatMap(({ id, packets }) =>
    packets === undefined ? [] : [{ id, dialer: packets }],
  );
}
