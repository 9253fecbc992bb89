import { NetError } from '../model/failure.ts';
import { classify } from '../net/classify.ts';
import { type FirstFlight, readFirstFlight, replayKind } from './first-flight.ts';
import { refusalOf } from './refusal.ts';
import { type RelayWatch, relay } from './relay.ts';
import { watchRoute } from './route-watch.ts';
import { type Answered, firstToAnswer, firstToConnect, type RouteDecision, usableRungs } from './rungs.ts';
import { isTlsPort } from './target.ts';
import { watchUse } from './use-watch.ts';
import type { House, Visit } from './visit.ts';

const NOTHING = new Uint8Array(0);

/**
 * Carries a messenger's connection. Where the client speaks first (TLS ports, chat protocols whose first flight may
 * be sent twice) it is told at once that its tunnel is open, so that its first flight can be tried on one rung after
 * the other; elsewhere it is told once a rung has connected. `flight` is what was read of it already.
 */
export async function carryRouted(
  house: House,
  visit: Visit,
  asDecided: RouteDecision,
  flight?: FirstFlight,
): Promise<void> {
  const decision = { ...asDecided, rungs: usableRungs(asDecided, visit.target) };
  if (decision.rungs.length === 0) {
    visit.refuse('forbidden');
    return;
  }
  try {
    await relayOver(house, visit, decision, await reach(house, visit, decision, flight));
  } catch (error) {
    visit.signal.throwIfAborted();
    visit.refuse(refusalOf(classify(error, 'connect').failure));
  }
}

interface Opened extends Answered {
  readonly flight: Uint8Array;
  /** Whether the client speaks a chat protocol of an app's own, which no page does. */
  readonly isChat: boolean;
}

async function reach(
  house: House,
  visit: Visit,
  decision: RouteDecision,
  sniffed: FirstFlight | undefined,
): Promise<Opened> {
  const { client, target, signal } = visit;
  const speaksFirst = isTlsPort(target.port) || decision.replayable !== 'tls';
  if (sniffed === undefined && !speaksFirst) {
    const reached = await firstToConnect(house, decision, target, signal);
    return { ...reached, flight: NOTHING, answer: NOTHING, answered: false, isChat: false };
  }
  visit.accept();
  const { firstByte, firstFlight: rest } = house.limits;
  const flight = sniffed ?? (await readFirstFlight(client, { firstByte, rest, clock: house.clock, signal }));
  // Opened ahead of need and never used, or given up: nothing was asked for.
  if (sniffed === undefined && flight.bytes.length === 0) throw new NetError('read', 'eof_error');
  const kind = replayKind(flight, decision.replayable);
  if (kind !== undefined) {
    const answered = await firstToAnswer(house, decision, visit, { bytes: flight.bytes, kind });
    return { ...answered, flight: NOTHING, isChat: kind === 'opaque' };
  }
  const reached = await firstToConnect(house, decision, target, signal);
  return { ...reached, flight: flight.bytes, answer: NOTHING, answered: false, isChat: false };
}

async function relayOver(
  { table, clock, limits, closing, traffic }: House,
  visit: Visit,
  { key }: RouteDecision,
  { server, transport, flight, answer, answered, isChat }: Opened,
): Promise<void> {
  visit.accept();
  const watch = watchRoute({ table, clock, key, transport, answered });
  const use = watchUse(traffic, { key, isChat, clock });
  const end = await relay({
    client: visit.client,
    server,
    toServer: flight,
    toClient: answer,
    limits,
    clock,
    closing,
    watch: use === undefined ? watch : both(watch, use),
  });
  watch.ended(end);
}

function both(one: Required<RelayWatch>, other: Required<RelayWatch>): RelayWatch {
  return {
    up(chunk) {
      one.up(chunk);
      other.up(chunk);
    },
    down(chunk) {
      one.down(chunk);
      other.down(chunk);
    },
  };
}
