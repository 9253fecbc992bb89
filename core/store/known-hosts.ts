import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { formatHostPort, type HostPort } from '../model/address.ts';
import type { HostKey, HostKeys, KeyChange } from '../model/host-key.ts';
import { readJson, writeFileAtomic } from './atomic-file.ts';

/** As many as there can be servers, and some in chains. */
const MOST_HOSTS = 256;

const KeySchema = v.object({
  type: v.pipe(v.string(), v.regex(/^[\w@.-]{1,64}$/)),
  fingerprint: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}$/)),
});
const KeysSchema = v.record(v.string(), KeySchema);
/** `shown`: by those that showed another key than theirs, the latest. */
const KnownHostsSchema = v.object({
  version: v.literal(1),
  hosts: KeysSchema,
  shown: v.optional(KeysSchema, {}),
});

export interface KnownHosts extends HostKeys {
  readonly setAside?: string;
  /** What a server was known by and what it showed instead; undefined where it is the one it was. */
  changeOf(server: HostPort): KeyChange | undefined;
  /** Takes the other key that a server showed for its own, where it is the one of this fingerprint. Never rejects. */
  accept(server: HostPort, fingerprint: string): Promise<boolean>;
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
  const found = stored.kind === 'found' ? stored.value : { hosts: {}, shown: {} };
  let hosts: ReadonlyMap<string, HostKey> = new Map(Object.entries(found.hosts));
  let shown: ReadonlyMap<string, HostKey> = new Map(Object.entries(found.shown));
  const nameOf = (server: HostPort) =>
    createHmac('sha256', identityKey)
      .update(`ssh ${formatHostPort(server)}`)
      .digest('base64url')
      .slice(0, 22);
  const change = async (keys: Iterable<Entry>, suspects: Iterable<Entry>) => {
    hosts = new Map([...keys].slice(-MOST_HOSTS));
    shown = new Map([...suspects].filter(([name]) => hosts.has(name)));
    const content = {
      version: 1,
      hosts: Object.fromEntries(hosts),
      ...(shown.size > 0 && { shown: Object.fromEntries(shown) }),
    };
    await keep(() => writeFileAtomic(path, `${JSON.stringify(content, null, 2)}\n`));
  };
  const pin = async (name: string, { type, fingerprint }: HostKey) => {
    const isSame = hosts.get(name)?.fingerprint === fingerprint;
    if (isSame && !shown.has(name)) return;
    const key: Entry = [name, { type, fingerprint }];
    await change(isSame ? hosts : [...without(hosts, name), key], without(shown, name));
  };
  return {
    ...(stored.kind === 'set-aside' ? { setAside: stored.backup } : {}),
    known: (server) => hosts.get(nameOf(server)),
    pin: (server, key) => pin(nameOf(server), key),
    suspect(server, { type, fingerprint }) {
      const name = nameOf(server);
      if (shown.get(name)?.fingerprint === fingerprint) return;
      void change(hosts, [...without(shown, name), [name, { type, fingerprint }]]);
    },
    changeOf(server) {
      const [known, other] = [hosts, shown].map((keys) => keys.get(nameOf(server)));
      return known === undefined || other === undefined ? undefined : { known, shown: other };
    },
    async accept(server, fingerprint) {
      const key = shown.get(nameOf(server));
      if (key?.fingerprint !== fingerprint) return false;
      await pin(nameOf(server), key);
      return true;
    },
    async keepOnly(servers) {
      const kept = new Set(servers.map(nameOf));
      const next = [...hosts].filter(([name]) => kept.has(name));
      if (next.length < hosts.size) await change(next, shown);
    },
  };
}

type Entry = readonly [name: string, key: HostKey];

const without = (keys: ReadonlyMap<string, HostKey>, name: string): Entry[] =>
  [...keys].filter(([other]) => other !== name);
