import type { Packet } from '../model/dialer.ts';
import type { NetError } from '../model/failure.ts';
import { onAbort } from './abort.ts';

/** Datagrams kept for a reader that is late; what comes on top is dropped, as a kernel does. */
const MOST_WAITING = 256;

interface Waiter {
  accept(packet: Packet): void;
  refuse(error: unknown): void;
}

/** What has come in on a flow, for those who ask for it. */
export interface PacketInbox {
  deliver(packet: Packet): void;
  /** The next, in the order they came. Rejects with the signal's reason, or once ended with what ended it. */
  receive(signal: AbortSignal): Promise<Packet>;
  /** Nothing comes any more, and what waits is gone; only the first reason counts. */
  end(error: NetError): void;
  /** What ended it. */
  ended(): NetError | undefined;
}

export function createPacketInbox(): PacketInbox {
  const packets: Packet[] = [];
  const waiters = new Set<Waiter>();
  let ended: NetError | undefined;
  return {
    ended: () => ended,
    end(error) {
      if (ended !== undefined) return;
      ended = error;
      packets.length = 0;
      for (const waiter of waiters) waiter.refuse(error);
    },
    deliver(packet) {
      const [waiter] = waiters;
      if (waiter !== undefined) waiter.accept(packet);
      else if (ended === undefined && packets.length < MOST_WAITING) packets.push(packet);
    },
    receive(signal) {
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (ended !== undefined) throw ended;
        const packet = packets.shift();
        if (packet !== undefined) {
          resolve(packet);
          return;
        }
        const settle = (outcome: () => void) => {
          waiters.delete(waiter);
          stopListening();
          outcome();
        };
        const waiter: Waiter = {
          accept: (accepted) => settle(() => resolve(accepted)),
          refuse: (error) => settle(() => reject(error)),
        };
        waiters.add(waiter);
        const stopListening = onAbort(signal, () => waiter.refuse(signal.reason));
      });
    },
  };
}
