import { formatHostPort } from '../model/address.ts';
import type { HostKey, HostKeys } from '../model/host-key.ts';

export interface HostKeyMemory extends HostKeys {
  /** By `host:port`. */
  readonly keys: ReadonlyMap<string, HostKey>;
  /** Keys that were shown in place of known ones. */
  readonly suspects: readonly HostKey[];
}

/** Keeps what SSH servers are known by as long as a test lasts. */
export function createHostKeyMemory(): HostKeyMemory {
  const keys = new Map<string, HostKey>();
  const suspects: HostKey[] = [];
  return {
    keys,
    suspects,
    known: (server) => keys.get(formatHostPort(server)),
    pin: async (server, key) => void keys.set(formatHostPort(server), key),
    suspect: (_server, key) => void suspects.push(key),
  };
}
