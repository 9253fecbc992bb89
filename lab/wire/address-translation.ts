import * as v from 'valibot';
import { addressVersion, canonicalAddress } from './address.ts';
import { buildTcp, buildUdp } from './build.ts';
import { flowEnds } from './flow.ts';
import type { TcpPacket, UdpPacket } from './packet.ts';
import { DROP, PASS, type Passage, portSchema, type Ruling } from './rule.ts';

const FIRST_SPARE_PORT = 61_000;
const SPARE_PORTS = 4_000;

/** Where redirected flows go, per address family; a family without an address is dropped. */
export const redirectTargetSchema = v.strictObject({
  ipv4: v.optional(v.pipe(v.string(), v.ipv4())),
  ipv6: v.optional(v.pipe(v.string(), v.ipv6())),
  /** The original port when absent. */
  port: v.optional(portSchema),
});

export type RedirectTarget = v.InferOutput<typeof redirectTargetSchema>;

interface Translation {
  readonly original: { readonly address: string; readonly port: number; readonly clientPort: number };
  readonly address: string;
  readonly port: number;
  readonly clientPort: number;
}

/** Sends flows to another server and makes its answers look like the asked one's (a DNAT with memory). */
export class AddressTranslation {
  readonly #target: { readonly 4: string | undefined; readonly 6: string | undefined };
  readonly #port: number | undefined;
  readonly #outward = new Map<string, Translation>();
  readonly #inward = new Map<string, Translation>();
  #spare = 0;

  constructor(target: RedirectTarget) {
    this.#target = { 4: target.ipv4, 6: target.ipv6 && canonicalAddress(target.ipv6) };
    this.#port = target.port;
  }

  /** Sends a packet of the client to the target; `isNew` is true for the first of its flow. */
  redirect(packet: TcpPacket | UdpPacket): { ruling: Ruling; isNew: boolean } {
    const key = `${packet.kind} ${packet.source} ${packet.sourcePort} ${packet.destination} ${packet.destinationPort}`;
    const known = this.#outward.get(key);
    const translation = known ?? this.#translate(packet);
    if (translation === undefined) return { ruling: DROP, isNew: true };
    this.#outward.set(key, translation);
    const packetOut = rebuild(packet, {
      destination: translation.address,
      destinationPort: translation.port,
      sourcePort: translation.clientPort,
    });
    return { ruling: { verdict: 'rewrite', packet: packetOut }, isNew: known === undefined };
  }

  /** Gives an answer its expected source back; passes what was never redirected. */
  restore({ packet, direction }: Passage): Ruling {
    if (packet.kind === 'other' || direction !== 'down') return PASS;
    const translation = this.#inward.get(inwardKey(packet.kind, flowEnds(packet, direction)));
    if (translation === undefined) return PASS;
    const { original } = translation;
    const restored = rebuild(packet, {
      source: original.address,
      sourcePort: original.port,
      destinationPort: original.clientPort,
    });
    return { verdict: 'rewrite', packet: restored };
  }

  #translate(packet: TcpPacket | UdpPacket): Translation | undefined {
    const address = this.#target[addressVersion(packet.destination)];
    if (address === undefined) return undefined;
    const port = this.#port ?? packet.destinationPort;
    const original = {
      address: packet.destination,
      port: packet.destinationPort,
      clientPort: packet.sourcePort,
    };
    let clientPort = packet.sourcePort;
    const keyOf = () =>
      inwardKey(packet.kind, { client: packet.source, clientPort, server: address, serverPort: port });
    // Two destinations asked from one client port would become one flow: the later one gets a spare port.
    for (let tries = 0; this.#inward.has(keyOf()) && tries < SPARE_PORTS; tries += 1) {
      clientPort = FIRST_SPARE_PORT + (this.#spare++ % SPARE_PORTS);
    }
    const translation = { original, address, port, clientPort };
    this.#inward.set(keyOf(), translation);
    return translation;
  }
}

function inwardKey(kind: string, ends: ReturnType<typeof flowEnds>): string {
  return `${kind} ${ends.client} ${ends.clientPort} ${ends.server} ${ends.serverPort}`;
}

function rebuild(
  packet: TcpPacket | UdpPacket,
  changes: { source?: string; sourcePort?: number; destination?: string; destinationPort?: number },
): TcpPacket | UdpPacket {
  return packet.kind === 'tcp' ? buildTcp({ ...packet, ...changes }) : buildUdp({ ...packet, ...changes });
}
