import { type Direction, isOpening, type Packet, type TcpPacket, type UdpPacket } from './packet.ts';

const MAX_FLOWS = 20_000;

/** The two ends of a flow, told apart by side rather than by who sends. */
export interface FlowEnds {
  readonly client: string;
  readonly clientPort: number;
  readonly server: string;
  readonly serverPort: number;
}

/** The ends of a TCP or UDP packet. */
export function flowEnds(packet: TcpPacket | UdpPacket, direction: Direction): FlowEnds {
  const { source, sourcePort, destination, destinationPort } = packet;
  return direction === 'up'
    ? { client: source, clientPort: sourcePort, server: destination, serverPort: destinationPort }
    : { client: destination, clientPort: destinationPort, server: source, serverPort: sourcePort };
}

/** The address at the world's side of any packet. */
export function serverAddress(packet: Packet, direction: Direction): string {
  return direction === 'up' ? packet.destination : packet.source;
}

/** The port at the world's side; 0 where there are no ports. */
export function serverPort(packet: Packet, direction: Direction): number {
  if (packet.kind === 'other') return 0;
  return direction === 'up' ? packet.destinationPort : packet.sourcePort;
}

/** What a rule remembers per flow. A new SYN starts a flow afresh; the oldest flows are forgotten first. */
export class FlowStates<State> {
  readonly #create: (ends: FlowEnds) => State;
  readonly #states = new Map<string, State>();

  constructor(create: (ends: FlowEnds) => State) {
    this.#create = create;
  }

  /** The state of the flow that a packet belongs to. */
  of(packet: TcpPacket | UdpPacket, direction: Direction): State {
    const ends = flowEnds(packet, direction);
    const key = `${packet.kind} ${ends.client} ${ends.clientPort} ${ends.server} ${ends.serverPort}`;
    const known = this.#states.get(key);
    const isNew = packet.kind === 'tcp' && direction === 'up' && isOpening(packet);
    if (known !== undefined && !isNew) return known;
    const state = this.#create(ends);
    this.#states.delete(key);
    this.#states.set(key, state);
    if (this.#states.size > MAX_FLOWS) this.#forgetOldest();
    return state;
  }

  #forgetOldest(): void {
    for (const key of this.#states.keys()) {
      this.#states.delete(key);
      return;
    }
  }
}
