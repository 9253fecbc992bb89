import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostPort } from '../model/address.ts';
import type { Associate } from './associations.ts';
import { carryDirect } from './direct.ts';
import { readWish } from './handshake.ts';
import type { HttpForwarder } from './http-forward.ts';
import { isAbsolute } from './http-target.ts';
import { mayReadPac, pacReply } from './pac-request.ts';
import { carryPinned } from './pinned.ts';
import type { Pins } from './pins.ts';
import type { RequestHead } from './request-head.ts';
import { carryRouted } from './routed.ts';
import { isOurselves } from './target.ts';
import { type House, openVisit, sayGoodbye, type Visit } from './visit.ts';
import type { Wish } from './wish.ts';

/** What a connection needs beyond the house: how to recognise proofs, and what to serve over HTTP. */
export interface Door extends House {
  readonly pins: Pins;
  readonly port: () => number;
  readonly pacPath: string;
  readonly pac: () => string;
  readonly forwardHttp: HttpForwarder;
  readonly associate: Associate;
}

/**
 * The life of one client connection, from its first byte to its end. The promise settles when no more than relaying
 * is left to do, or that is over; it rejects when there is nobody left to talk to, and the client is to be destroyed.
 */
export async function serveClient(door: Door, client: Socket, signal: AbortSignal): Promise<void> {
  const { clock, limits, pins } = door;
  const callOff = clock.after(limits.handshake, () => client.destroy());
  const wish = await readWish(client, signal, pins).finally(callOff);
  if (wish.kind === 'turned-away') sayGoodbye(client, wish.reply);
  else if (wish.kind === 'associate') await door.associate(client, signal);
  else if (wish.kind === 'http') serveHttp(door, client, wish.head);
  else await serveTunnel(door, openVisit(client, wish, signal), wish);
}

/** The same for a client whose tunnel was agreed on elsewhere; where there is none it is ended without a word. */
export function serveGiven(door: Door, client: Duplex, target: HostPort, signal: AbortSignal): Promise<void> {
  const visit: Visit = {
    ...{ client, target, signal },
    accept: () => undefined,
    refuse: () => client.destroy(),
  };
  return serveTunnel(door, visit, {});
}

function serveHttp({ forwardHttp, pacPath, pac, port }: Door, client: Socket, head: RequestHead): void {
  if (isAbsolute(head.target)) forwardHttp(client);
  else if (mayReadPac(head, pacPath, port())) sayGoodbye(client, pacReply(pac()));
  else client.destroy();
}

async function serveTunnel(
  door: Door,
  visit: Visit,
  { pinned }: Pick<Extract<Wish, { kind: 'tunnel' }>, 'pinned'>,
): Promise<void> {
  if (isOurselves(visit.target, door.port())) {
    visit.refuse('forbidden');
    return;
  }
  if (pinned) {
    await carryPinned(door, visit, pinned);
    return;
  }
  const decision = door.table.decide(visit.target);
  if (decision.kind === 'direct') await carryDirect(door, visit);
  else if (decision.kind === 'route') await carryRouted(door, visit, decision);
  else visit.refuse('forbidden');
}
