import { timingSafeEqual } from 'node:crypto';
import type { HostPort } from '../model/address.ts';
import type { AddressGate } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { PinBoard } from '../model/route.ts';
import type { Random } from '../model/time.ts';
import type { Trace } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';
import type { Credentials } from './socks5.ts';

/** Marks our own user names: one that is no longer known must fail, not be carried by some other transport. */
const PREFIX = 'pin-';

export interface Pinned {
  readonly transport: Transport;
  readonly trace: Trace;
  readonly gate?: AddressGate;
  /** Aborted when the pin is released: nobody waits for its dials any more. */
  readonly released: AbortSignal;
}

export interface Pins extends PinBoard {
  /** The pin these credentials stand for; `stale` where they look like a pin's and are none; undefined otherwise. */
  find(credentials: Credentials): Pinned | 'stale' | undefined;
}

/** Keeps which credentials lead to which transport, until they are released. */
export function createPins(proxy: () => HostPort, random: Random): Pins {
  const live = new Map<string, Pinned & { readonly password: string }>();
  const secret = (): string => Buffer.from(random.bytes(16)).toString('hex');
  return {
    pin(transport, { trace, gate }) {
      const username = `${PREFIX}${secret()}`;
      const password = secret();
      const released = new AbortController();
      live.set(username, { transport, trace, password, released: released.signal, ...(gate && { gate }) });
      const release = () => {
        live.delete(username);
        released.abort(new NetError('connect', 'interrupted'));
      };
      return { proxy: proxy(), username, password, release };
    },
    find({ username, password }) {
      if (!username.startsWith(PREFIX)) return undefined;
      const pinned = live.get(username);
      if (pinned === undefined) return 'stale';
      const [given, expected] = [Buffer.from(password), Buffer.from(pinned.password)];
      return given.length === expected.length && timingSafeEqual(given, expected) ? pinned : 'stale';
    },
  };
}
