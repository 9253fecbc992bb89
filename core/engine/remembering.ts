import type { Wanted } from '../finder/finder.ts';
import { type LiveRouteTable, routeName } from '../finder/route-table.ts';
import type { Standings } from '../finder/standing.ts';
import { type KnownNetwork, networkKey } from '../store/network-memory.ts';
import { KeysLockedError } from '../store/vault.ts';
import { isSameNetwork, type NetworkFacts } from '../system/network/traits.ts';
import type { EngineParts } from './parts.ts';

/** What was found on it. */
interface Findings {
  readonly table: Pick<LiveRouteTable, 'get'>;
  readonly standings: Pick<Standings, 'toKeep'>;
  readonly resolver: () => { readonly id: string } | null;
}

/** Which network we are on, and what memory holds of it. */
export interface CurrentNetwork {
  /** Reads the network anew, `isThorough` also what is costly to ask; resolves to true when it is another one than before. */
  look(isThorough: boolean): Promise<boolean>;
  /** Whether it is another one than the last that led anywhere: not so the first, nor one that was only gone for a while. */
  isAnother(): boolean;
  insideVpn(): boolean;
  known(): KnownNetwork | undefined;
  /** Keeps what the table holds, and how servers did. Never rejects: a full disk takes nobody's connection away. */
  remember(wanted: readonly Wanted[], session: Findings): Promise<void>;
}

/** Runs something that writes; tells once, instead of failing, when nothing can be written. */
export function createSaver({ home, emit }: Pick<EngineParts, 'home' | 'emit'>) {
  let told = false;
  return async (write: () => Promise<void>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      if (error instanceof KeysLockedError) return;
      const message = `Nothing can be saved in ${home} (disk full or not writable); Footbridge works, but will not remember`;
      if (!told) emit({ event: 'error', code: 'cannot-save', message });
      told = true;
    }
  };
}

/** Nothing is known before the first look; `keep` is handed every write to memory, whose failures are its own to tell. */
export function createCurrentNetwork(
  { vault, memory, readNetwork }: Pick<EngineParts, 'vault' | 'memory' | 'readNetwork'>,
  keep: (write: () => Promise<void>) => Promise<void>,
): CurrentNetwork {
  let facts: NetworkFacts = { connected: false, traits: [], hardware: [], insideVpn: false };
  /** The one before that led anywhere. */
  let left: NetworkFacts | null = null;
  /** With the gateway's hardware where it is known, and without: it may not be known yet at the next start. */
  const keys = () =>
    [[...facts.traits, ...facts.hardware], facts.traits].map((words) => networkKey(vault.identityKey, words));

  return {
    async look(isThorough) {
      const before = facts;
      facts = await readNetwork(isThorough);
      if (!isSameNetwork(before, facts)) {
        if (before.connected) left = before;
        return true;
      }
      if (facts.hardware.length === 0) facts = { ...facts, hardware: before.hardware };
      return false;
    },
    isAnother: () => facts.connected && left !== null && !isSameNetwork(left, facts),
    insideVpn: () => facts.insideVpn,
    known: () => keys().flatMap((key) => memory.recall(key) ?? [])[0],
    async remember(wanted, { table, standings, resolver: chosen }) {
      if (!facts.connected) return;
      const routes = wanted.flatMap(({ key }) => {
        const transport = table.get(key);
        return transport === undefined ? [] : [[routeName(key), transport.id]];
      });
      const resolver = chosen()?.id;
      const found = {
        ...(resolver === undefined ? {} : { resolver }),
        routes: Object.fromEntries(routes),
        servers: standings.toKeep(),
      };
      await keep(async () => {
        await vault.keepKeys();
        for (const key of new Set(keys())) await memory.remember(key, found);
      });
    },
  };
}
