import type { Socket } from 'node:net';
import type { Device, TurnedAway } from '../model/share.ts';
import type { Clock } from '../model/time.ts';
import type { ShareLimits } from './limits.ts';
import { createPace, type Pace } from './pace.ts';

/** A connection that was let in. */
export interface Stay {
  readonly device: number;
  /** Of everything that the device sends and is sent. */
  readonly pace: Pace;
  /** The stream that carries the messenger's bytes, where it is another than the one that came. */
  carriedBy(socket: Socket): void;
}

/** Why a device is not let in at all. */
type Hindrance = Extract<TurnedAway, 'blocked' | 'too-many' | 'too-fast' | 'has-to-wait'>;

export interface Guests {
  /** Lets a connection of a device in, until it closes; or says why not. Wrong passwords count only where there is one. */
  admit(address: string, client: Socket, hasPassword: boolean): Stay | Hindrance;
  /** Counts one that was turned away; its number, or null where there are too many devices to tell apart. */
  refused(address: string): number | null;
  /** A wrong password was shown. */
  mistaken(address: string): void;
  named(id: number, name: string): void;
  /** False where there is no such device. */
  block(id: number, isBlocked: boolean): boolean;
  list(): readonly Device[];
  /** Ends every connection. */
  close(): void;
}

interface Guest {
  readonly id: number;
  readonly address: string;
  name: string | null;
  isBlocked: boolean;
  up: number;
  down: number;
  refused: number;
  mistakes: number;
  waitsUntil: number;
  /** When its connections of the last window began. */
  begun: number[];
  readonly pace: Pace;
  readonly open: Map<Socket, Socket>;
}

/** Tells devices apart by their address in this network, and counts what each does. `onNew` hears of each one once. */
export function createGuests(clock: Clock, limits: ShareLimits, onNew: (device: Device) => void): Guests {
  const guests = new Map<string, Guest>();
  let open = 0;
  let seen = 0;

  function guestAt(address: string): Guest | null {
    const known = guests.get(address);
    if (known !== undefined) return known;
    if (guests.size >= limits.devices && !forgetOne()) return null;
    seen += 1;
    const guest = newGuest(seen, address, createPace(clock, limits));
    guests.set(address, guest);
    onNew(viewOf(guest));
    return guest;
  }

  /** Makes room; one that is blocked or has to wait is not forgotten. */
  function forgetOne(): boolean {
    const isIdle = (guest: Guest) =>
      guest.open.size === 0 && !guest.isBlocked && guest.waitsUntil <= clock.monotonic();
    const idle = [...guests.values()].find(isIdle);
    return idle !== undefined && guests.delete(idle.address);
  }

  function hindrance(guest: Guest | null, hasPassword: boolean): Hindrance | null {
    if (guest === null || open >= limits.connections) return 'too-many';
    if (guest.isBlocked) return 'blocked';
    const now = clock.monotonic();
    if (hasPassword && now < guest.waitsUntil) return 'has-to-wait';
    if (guest.open.size >= limits.perDevice) return 'too-many';
    guest.begun = guest.begun.filter((at) => now - at < limits.window);
    if (guest.begun.length >= limits.begunPerDevice) return 'too-fast';
    return null;
  }

  return {
    admit(address, client, hasPassword) {
      const guest = guestAt(address);
      const why = hindrance(guest, hasPassword);
      if (guest === null || why !== null) return why ?? 'too-many';
      guest.begun.push(clock.monotonic());
      guest.open.set(client, client);
      open += 1;
      client.once('close', () => {
        count(guest, client);
        guest.open.delete(client);
        open -= 1;
      });
      return {
        device: guest.id,
        pace: guest.pace,
        carriedBy: (socket) => void guest.open.set(client, socket),
      };
    },
    refused(address) {
      const guest = guestAt(address);
      if (guest === null) return null;
      guest.refused += 1;
      return guest.id;
    },
    mistaken(address) {
      const guest = guests.get(address);
      if (guest === undefined) return;
      guest.mistakes += 1;
      const beyond = guest.mistakes - limits.mistakes;
      if (beyond < 0) return;
      guest.waitsUntil = clock.monotonic() + Math.min(limits.firstWait * 2 ** beyond, limits.longestWait);
    },
    named(id, name) {
      const guest = [...guests.values()].find((one) => one.id === id);
      if (guest !== undefined) guest.name = name;
    },
    block(id, isBlocked) {
      const guest = [...guests.values()].find((one) => one.id === id);
      if (guest === undefined) return false;
      guest.isBlocked = isBlocked;
      if (isBlocked) for (const client of [...guest.open.keys()]) client.destroy();
      return true;
    },
    list: () => [...guests.values()].map(viewOf),
    close() {
      for (const { open: sockets } of guests.values()) {
        for (const client of [...sockets.keys()]) client.destroy();
      }
    },
  };
}

function newGuest(id: number, address: string, pace: Pace): Guest {
  const nothingYet = { up: 0, down: 0, refused: 0, mistakes: 0, waitsUntil: 0, begun: [] };
  return { id, address, name: null, isBlocked: false, ...nothingYet, pace, open: new Map() };
}

/** What a connection that ends has carried. */
function count(guest: Guest, client: Socket): void {
  const carrier = guest.open.get(client) ?? client;
  guest.up += carrier.bytesRead;
  guest.down += carrier.bytesWritten;
}

function viewOf({ id, address, name, isBlocked, up, down, refused, open }: Guest): Device {
  const carriers = [...open.values()];
  const sum = (of: (socket: Socket) => number) => carriers.reduce((all, socket) => all + of(socket), 0);
  return {
    ...{ id, address, name, isBlocked, refused },
    open: open.size,
    up: up + sum(({ bytesRead }) => bytesRead),
    down: down + sum(({ bytesWritten }) => bytesWritten),
  };
}
