import { FlowStates } from './flow.ts';
import { type Direction, isOpening, type Packet } from './packet.ts';

/**
 * The TCP flows whose SYN came through this wire. Kernels go on retransmitting for programs that have ended: such
 * remains of an earlier wire on the same network must not reach, and trip, this one's censor.
 */
export class OpenedFlows {
  readonly #flows = new FlowStates(() => ({ isOpened: false }));

  /** Whether a packet is not of a TCP flow that began earlier. Remembers what a SYN of the client opens. */
  admits(packet: Packet, direction: Direction): boolean {
    if (packet.kind !== 'tcp') return true;
    const flow = this.#flows.of(packet, direction);
    if (direction === 'up' && isOpening(packet)) flow.isOpened = true;
    return flow.isOpened;
  }
}
