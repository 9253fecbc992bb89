import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { formatHostPort, type HostPort } from '../model/address.ts';
import type { HostKey, HostKeys } from '../model/host-key.ts';
import { readJson, writeFileAtomic } from './atomic-file.ts';

/** As many as there can be servers, and some in chains. */
const MOST_HOSTS = 256;

const KeySchema = v.object({
  type: v.pipe(v.string(), v.regex(/^[\w@.-]{1,64}$/)),
  fingerprint: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}$/)),
});
const KnownHostsSchema = v.object({ version: v.literal(1), hosts: v.record(v.string(), KeySchema) });

export interface KnownHosts extends HostKeys {
  readonly setAside?: string;
  /** Forgets all others: a server that was removed and is added again is met anew. Never rejects. */
  keepOnly(servers: readonly HostPort[]): Promise<void>;
}

export interface KnownHostsTools {
  /** Keys the names servers are filed under, so that the file tells nobody which they are. */
  readonly identityKey: Uint8Array;
  readonly now: () => number;
  /** Runs something that writes and never rejects. */
  readonly keep: (write: () => Promise<void>) => Promise<void>;
}

/** Opens `known-hosts.json`: the first key of each SSH server, at most 256, the latest met. */
export async function openKnownHosts(
  home: string,
  { identityKey, now, keep }: KnownHostsTools,
): Promise<KnownHosts> {
  const path = join(home, 'known-hosts.json');
  const stored = await readJson(path, KnownHostsSchema, now());
  let hosts: ReadonlyMap<string, HostKey> = new Map(
    stored.kind === 'found' ? Object.entries(stored.value.hosts) : [],
  );
  const nameOf = (server: HostPort) =>
    createHmac('sha256', identityKey)
      .update(`ssh ${formatHostPort(server)}`)
      .digest('base64url')
      .slice(0, 22);
  const change = async (next: readonly (readonly [string, HostKey])[]) => {
    hosts = new Map(next.slice(-MOST_HOSTS));
    const content = { version: 1, hosts: Object.fromEntries(hosts) };
    await keep(() => writeFileAtomic(path, `${JSON.stringify(content, null, 2)}\n`));
  };
  return {
    ...(stored.kind === 'set-aside' ? { setAside: stored.backup } : {}),
    known: (server) => hosts.get(nameOf(server)),
    pin: (server, { type, fingerprint }) =>
      change([
        ...[...hosts].filter(([name]) => name !== nameOf(server)),
        [nameOf(server), { type, fingerprint }],
      ]),
    async keepOnly(servers) {
      const kept = new Set(servers.map(nameOf));
      const next = [...hosts].filter(([name]) => kept.has(name));
      if (next.length < hosts.size) await change(next);
    },
  };
}
