import type { AddressGate } from '../model/dialer.ts';
import { onAbort } from './abort.ts';

/** Lets at most `limit` in per address, first come first served. Nothing is kept of addresses nobody waits for. */
export function createAddressGate(limit: number): AddressGate {
  const doors = new Map<string, { inside: number; readonly queue: Set<() => void> }>();

  const leave = (address: string) => {
    const door = doors.get(address);
    if (door === undefined) return;
    const [next] = door.queue;
    if (next !== undefined) {
      door.queue.delete(next);
      next();
      return;
    }
    door.inside -= 1;
    if (door.inside === 0) doors.delete(address);
  };

  return {
    async enter(address, signal) {
      signal.throwIfAborted();
      const door = doors.get(address) ?? { inside: 0, queue: new Set() };
      doors.set(address, door);
      if (door.inside < limit) door.inside += 1;
      else await turn(door.queue, signal);
      let held = true;
      return () => {
        if (held) leave(address);
        held = false;
      };
    },
  };
}

function turn(queue: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const admit = () => {
      stopListening();
      resolve();
    };
    queue.add(admit);
    const stopListening = onAbort(signal, () => {
      if (queue.delete(admit)) reject(signal.reason);
    });
  });
}
