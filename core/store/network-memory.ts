import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { readJson, writeFileAtomic } from './atomic-file.ts';

const MAX_NETWORKS = 64;
const MAX_AGE_MS = 90 * 24 * 3600 * 1000;

const NetworkSchema = v.object({
  seenAt: v.number(),
  /** The resolver that was chosen here: `doh:quad9`. */
  resolver: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /** `whatsapp/web` → the identifier of the transport proven here. */
  routes: v.record(v.pipe(v.string(), v.maxLength(64)), v.pipe(v.string(), v.maxLength(4096))),
  /** How servers did here, by their identifiers. */
  servers: v.optional(
    v.record(
      v.pipe(v.string(), v.maxLength(64)),
      v.object({
        seconds: v.nullable(v.pipe(v.number(), v.minValue(0))),
        failures: v.pipe(v.number(), v.integer(), v.minValue(0)),
        at: v.number(),
      }),
    ),
  ),
});
/** What worked on one network. */
export type KnownNetwork = v.InferOutput<typeof NetworkSchema>;

const MemorySchema = v.object({ version: v.literal(1), networks: v.record(v.string(), NetworkSchema) });

export interface NetworkMemory {
  readonly setAside?: string;
  recall(network: string): KnownNetwork | undefined;
  /**
   * Adds to what is known of a network and writes at once: a route that was not found this time is kept, the next start
   * may find it again. The oldest of more than 64 networks, and those unseen for 90 days, are forgotten.
   */
  remember(network: string, known: Omit<KnownNetwork, 'seenAt'>): Promise<void>;
}

/** Networks are filed under a keyed hash of their traits: the file names no place, and without the key cannot be searched for one. */
export function networkKey(identityKey: Uint8Array, traits: readonly string[]): string {
  return createHmac('sha256', identityKey).update(traits.join('\n')).digest('base64url').slice(0, 22);
}

/** Opens `networks.json`. */
export async function openNetworkMemory(home: string, now: () => number): Promise<NetworkMemory> {
  const path = join(home, 'networks.json');
  const stored = await readJson(path, MemorySchema, now());
  const networks = new Map(stored.kind === 'found' ? Object.entries(stored.value.networks) : []);
  return {
    ...(stored.kind === 'set-aside' ? { setAside: stored.backup } : {}),
    recall: (network) => networks.get(network),
    async remember(network, known) {
      const before = networks.get(network);
      networks.set(network, {
        ...before,
        ...known,
        routes: { ...before?.routes, ...known.routes },
        seenAt: now(),
      });
      const fresh = [...networks]
        .filter(([, { seenAt }]) => now() - seenAt < MAX_AGE_MS)
        .sort(([, a], [, b]) => b.seenAt - a.seenAt)
        .slice(0, MAX_NETWORKS);
      const content = { version: 1, networks: Object.fromEntries(fresh) };
      await writeFileAtomic(path, `${JSON.stringify(content, null, 2)}\n`);
    },
  };
}
