import { udpDialer } from '../../net/packet.ts';
import { systemClock, systemRandom } from '../../net/system-clock.ts';
import { createHostKeyMemory } from '../../testing/host-key-memory.ts';
import type { Toolbox } from '../build.ts';

/** What transports are built from where nothing is to leave this computer: no name is looked up, and keys are kept for one transport. */
export function testToolbox(parts: Pick<Toolbox, 'direct' | 'roots' | 'kept'> & Partial<Toolbox>): Toolbox {
  return {
    resolver: (id) => ({ id, resolve: () => Promise.reject(new Error('not asked')) }),
    directPackets: () => udpDialer,
    dataCentreAt: () => undefined,
    clock: systemClock,
    random: systemRandom,
    hostKeys: createHostKeyMemory(),
    sshAgent: () => null,
    idKey: new Uint8Array(32),
    ...parts,
  };
}
