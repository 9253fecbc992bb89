import { formatHostPort } from '../../model/address.ts';
import type { HostKey } from '../../model/host-key.ts';
import { udpDialer } from '../../net/packet.ts';
import { systemClock, systemRandom } from '../../net/system-clock.ts';
import type { Toolbox } from '../build.ts';
import { identities } from './ways.ts';

/** What transports are built from where servers on loopback stand for all: nothing is looked up, and any host key is pinned. */
export function loopbackToolbox(parts: Pick<Toolbox, 'direct' | 'kept'> & Partial<Toolbox>): Toolbox {
  const keys = new Map<string, HostKey>();
  return {
    resolver: (id) => ({ id, resolve: () => Promise.reject(new Error('not asked')) }),
    directPackets: () => udpDialer,
    roots: [identities().authority.cert],
    dataCentreAt: () => undefined,
    clock: systemClock,
    random: systemRandom,
    hostKeys: {
      known: (server) => keys.get(formatHostPort(server)),
      pin: async (server, key) => void keys.set(formatHostPort(server), key),
    },
    sshAgent: () => null,
    idKey: new Uint8Array(32),
    ...parts,
  };
}
