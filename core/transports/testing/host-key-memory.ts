import { formatHostPort } from '../../model/address.ts';
import type { HostKey, HostKeys } from '../../model/host-key.ts';

/** Keeps what SSH servers are known by as long as a test lasts. */
export function createHostKeyMemory(): HostKeys {
  const keys = new Map<string, HostKey>();
  return {
    known: (server) => keys.get(formatHostPort(server)),
    pin: async (server, key) => void keys.set(formatHostPort(server), key),
    suspect: () => undefined,
  };
}
