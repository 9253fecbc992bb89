import * as v from 'valibot';
import { AddressSet } from '../address.ts';
import { ClientFlight } from '../client-flight.ts';
import { readHello, readRecords } from '../client-hello.ts';
import { FlowStates, serverAddress, serverPort } from '../flow.ts';
import { NameSet } from '../names.ts';
import { isOpening, type TcpPacket } from '../packet.ts';
import {
  addressSchema,
  DROP,
  PASS,
  portSchema,
  type Rule,
  type RuleContext,
  refuse,
  resetBothEnds,
  secondsSchema,
} from '../rule.ts';

/** A filter by byte pattern looks at the start of a flow only, or ciphertext would match short names. */
const SEARCHED_BYTES = 16 * 1024;

/** TLS flows whose ClientHello names one of `names` (or what is below it) are ended. */
export const sniSchema = v.strictObject({
  kind: v.literal('sni'),
  id: v.optional(v.string()),
  names: v.array(v.string()),
  /**
   * How much the censor puts together: `packet` nothing (a name within one segment is found), `packet-records` the TLS
   * records within one segment, `stream` TCP but only the first TLS record, `records` TCP and TLS records.
   */
  level: v.picklist(['packet', 'packet-records', 'stream', 'records']),
  /** Whether segments that come out of order are put in order; a censor that does not loses sight of such a flow. */
  reorders: v.optional(v.boolean(), true),
  action: v.picklist(['reset', 'drop']),
  ports: v.optional(v.array(portSchema), [443]),
  /** For so long after a hit, new flows from this client to that address and port meet the same `action`. */
  residualSeconds: v.optional(secondsSchema, 0),
  /** So many hits at an address it takes for that; each counts for ever. */
  residualAfter: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  /** Flows to other addresses pass; all are watched when absent. */
  addresses: v.optional(v.array(addressSchema)),
});

type Config = v.InferOutput<typeof sniSchema>;

/** The censors of peers.md §8.3: per packet, per TCP stream, and reassembling everything. */
export function sni(config: Config, context: RuleContext): Rule {
  const names = new NameSet(config.names);
  const watched = config.addresses === undefined ? undefined : new AddressSet(config.addresses);
  const blockedUntil = new Map<string, number>();
  const hits = new Map<string, number>();
  const flows = new FlowStates(({ client, server, serverPort }) => ({
    pair: `${client} ${server} ${serverPort}`,
    flight: new ClientFlight(),
    isDead: false,
  }));
  return ({ packet, direction, now }) => {
    if (packet.kind !== 'tcp') return PASS;
    const port = serverPort(packet, direction);
    if (!config.ports.includes(port)) return PASS;
    if (watched !== undefined && !watched.has(serverAddress(packet, direction))) return PASS;
    const flow = flows.of(packet, direction);
    if (flow.isDead)
      return direction === 'up' && config.action === 'reset' ? refuse(packet, direction) : DROP;
    if (direction === 'down') return PASS;
    if (isOpening(packet) && now < (blockedUntil.get(flow.pair) ?? 0)) {
      flow.isDead = true;
      context.count('residual');
      return config.action === 'reset' ? refuse(packet, direction) : DROP;
    }
    const name = findName(config, names, flow.flight, packet);
    if (name === undefined) return PASS;
    flow.isDead = true;
    const count = (hits.get(flow.pair) ?? 0) + 1;
    hits.set(flow.pair, count);
    if (count >= config.residualAfter) blockedUntil.set(flow.pair, now + config.residualSeconds * 1000);
    context.hit({ name, address: packet.destination, port });
    return config.action === 'reset' ? resetBothEnds(packet, direction) : DROP;
  };
}

function findName(
  { level, reorders }: Pick<Config, 'level' | 'reorders'>,
  names: NameSet,
  flight: ClientFlight,
  packet: TcpPacket,
): string | undefined {
  flight.add(packet);
  if (level === 'packet') return findInPacket(names, flight, packet);
  if (level === 'packet-records') return findInRecords(names, packet);
  if (!reorders && flight.stream.hasGap) flight.decide();
  if (flight.isDecided) return undefined;
  const name = level === 'stream' ? nameInFirstRecord(flight) : flight.hello()?.name;
  if (flight.records === undefined || flight.stream.isFull || name !== undefined) flight.decide();
  return name !== undefined && names.has(name) ? name : undefined;
}

function findInPacket(names: NameSet, flight: ClientFlight, packet: TcpPacket): string | undefined {
  if (flight.stream.offsetOf(packet) >= SEARCHED_BYTES) return undefined;
  return names.findIn(packet.payload);
}

function findInRecords(names: NameSet, { payload }: TcpPacket): string | undefined {
  const records = readRecords(payload);
  const name = records && readHello(records.joined).name;
  return name !== undefined && names.has(name) ? name : undefined;
}

function nameInFirstRecord(flight: ClientFlight): string | undefined {
  const records = flight.records;
  if (records === undefined) return undefined;
  if (records.firstLength > 0 && records.first.length >= records.firstLength) flight.decide();
  return readHello(records.first).name;
}
