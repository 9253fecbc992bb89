import { networkKey } from '../store/network-memory.ts';
import { MOST_NETWORKS } from '../store/settings.ts';
import type { NetworkFacts } from '../system/network/traits.ts';
import type { EngineParts } from './parts.ts';

/** In which networks the person has said yes to sharing: for now, or for good. */
export interface Consent {
  has(facts: NetworkFacts): boolean;
  /** For good; not where the gateway's hardware is not known, for then it may be any network of the same numbers. */
  isKept(facts: NetworkFacts): boolean;
  give(facts: NetworkFacts, keep: boolean): Promise<void>;
  takeBack(facts: NetworkFacts): Promise<void>;
}

/** Networks are told apart by their keyed hash, the gateway's hardware included. */
export function consentIn({
  settings,
  vault,
  keep: writing,
}: Pick<EngineParts, 'settings' | 'vault'> & {
  readonly keep: (write: () => Promise<void>) => Promise<void>;
}): Consent {
  const forNow = new Set<string>();
  const keyOf = ({ traits, hardware }: NetworkFacts) =>
    networkKey(vault.identityKey, [...traits, ...hardware]);
  const kept = () => settings.settings.sharedNetworks ?? [];
  const isKept = (facts: NetworkFacts) => facts.hardware.length > 0 && kept().includes(keyOf(facts));

  return {
    has: (facts) => isKept(facts) || (facts.hardware.length > 0 && forNow.has(keyOf(facts))),
    isKept,
    async give(facts, keep) {
      const key = keyOf(facts);
      forNow.add(key);
      const others = kept().filter((one) => one !== key);
      if (!keep && others.length === kept().length) return;
      const sharedNetworks = keep ? [key, ...others].slice(0, MOST_NETWORKS) : others;
      await writing(() => vault.keepKeys().then(() => settings.change({ sharedNetworks })));
    },
    async takeBack(facts) {
      const key = keyOf(facts);
      forNow.delete(key);
      const sharedNetworks = kept().filter((one) => one !== key);
      if (sharedNetworks.length < kept().length) await writing(() => settings.change({ sharedNetworks }));
    },
  };
}
