import type { HostPort } from '../model/address.ts';
import type { Packet, PacketSocket } from '../model/dialer.ts';
import type { Clock } from '../model/time.ts';
import { DONE } from '../net/abort.ts';
import { withDeadline } from '../net/deadline.ts';
import type { Limits } from './limits.ts';
import type { PacketWay } from './packet-way.ts';
import { watchSilence } from './silence.ts';

interface Flow {
  readonly opened: Promise<PacketSocket>;
  /** Somebody sends or hears something. */
  used(): void;
  close(): void;
}

export interface PacketFlowOptions {
  readonly clock: Clock;
  readonly limits: Pick<Limits, 'packetFlows' | 'packetBytes' | 'packetIdle' | 'packetRest' | 'rungDial'>;
  readonly deliver: (packet: Packet) => void;
}

/** The flows of one client, one for each way it uses. */
export interface PacketFlows {
  /** Sends by the first way that can be opened, or drops it: nobody waits for a datagram. */
  send(data: Uint8Array, target: HostPort, ways: readonly PacketWay[]): void;
  close(): void;
}

/** Opens flows as they are needed, lets go of those that are silent, and passes over for a while what could not be opened. */
export function createPacketFlows({ clock, limits, deliver }: PacketFlowOptions): PacketFlows {
  const flows = new Map<string, Flow>();
  /** Until when each is passed over. */
  const resting = new Map<string, number>();
  let waiting = 0;

  function open({ id, dialer }: PacketWay): Flow {
    const over = new AbortController();
    const deadline = { signal: over.signal, ms: limits.rungDial, operation: 'connect', clock } as const;
    const opened = withDeadline(deadline, (signal) => dialer.bind({ signal })).then((socket) => {
      if (!over.signal.aborted) return socket;
      socket.close();
      throw over.signal.reason;
    });
    let hasHeard = false;
    const close = () => {
      if (over.signal.aborted) return;
      if (flows.get(id) === flow) flows.delete(id);
      silence.stop();
      over.abort(DONE);
      opened.then(
        (socket) => socket.close(),
        () => undefined,
      );
    };
    const silence = watchSilence(clock, limits.packetIdle, close);
    const flow = { opened, close, used: silence.broken };
    const listen = async (): Promise<never> => {
      const socket = await opened;
      for (;;) {
        const packet = await socket.receive(over.signal);
        hasHeard = true;
        silence.broken();
        deliver(packet);
      }
    };
    listen().catch(() => {
      // Whoever hangs up on us at once would be asked anew by each datagram.
      if (!over.signal.aborted && !hasHeard) resting.set(id, clock.monotonic() + limits.packetRest);
      close();
    });
    return flow;
  }

  function flowFor(ways: readonly PacketWay[]): Flow | undefined {
    const now = clock.monotonic();
    const way = ways.find(({ id }) => (resting.get(id) ?? now) <= now);
    if (way === undefined) return undefined;
    resting.delete(way.id);
    const known = flows.get(way.id);
    if (known !== undefined || flows.size >= limits.packetFlows) return known;
    const opened = open(way);
    flows.set(way.id, opened);
    return opened;
  }

  return {
    send(data, target, ways) {
      if (waiting + data.length > limits.packetBytes) return;
      const flow = flowFor(ways);
      if (flow === undefined) return;
      flow.used();
      waiting += data.length;
      flow.opened
        .then((socket) => socket.send(data, target))
        .catch(() => undefined)
        .finally(() => {
          waiting -= data.length;
        });
    },
    close() {
      for (const flow of [...flows.values()]) flow.close();
    },
  };
}
