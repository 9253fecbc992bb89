import type { HostPort } from '../../model/address.ts';
import type { PacketDialer } from '../../model/dialer.ts';
import type { Clock } from '../../model/time.ts';
import { onAbort } from '../../net/abort.ts';
import { createAddressGate } from '../../net/address-gate.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import type { DeepTools } from '../deep/deep-tools.ts';
import { recordedHello } from './hello.ts';
import { createNamedDialer } from './named-dialer.ts';
import { createTableResolver } from './table-resolver.ts';

/** Takes every datagram and answers none. */
const mute: PacketDialer = {
  bind: async () => ({
    send: async () => undefined,
    receive: (signal) => new Promise((_, reject) => void onAbort(signal, () => reject(signal.reason))),
    close: () => undefined,
  }),
};

export interface DeepWorld {
  /** Hosts that there are, and where they are on loopback. */
  readonly places: Readonly<Record<string, HostPort>>;
  /** What each address book says; one that is not here is not offered. */
  readonly books: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly forged?: readonly string[];
}

/** What a closer look works with, in a world on loopback. Names that begin with `cut.` are cut in hellos. */
export function createDeepTools({ places, books, roots, clock, forged = [] }: DeepWorld): DeepTools {
  const random = createSeededRandom(11);
  const resolvers = new Map(Object.entries(books).map(([id, table]) => [id, createTableResolver(id, table)]));
  return {
    dialer: createNamedDialer(places),
    packets: mute,
    gate: createAddressGate(2),
    resolver: (id) => resolvers.get(id),
    judge: (address) => (forged.includes(address) ? 'bogon' : 'plausible'),
    isPublished: () => false,
    nameTests: {
      ask: async (serverName) => ({
        ...{ serverName, steps: [] },
        verdict: serverName.startsWith('cut.') ? 'reset' : 'passes',
      }),
    },
    proofs: { roots, signalRoots: roots, recordedHello, clock, random },
    controlSpeed: async () => 1_000_000,
    ...{ clock, random },
  };
}
