import type { Place } from '../share/places.ts';
import { networkKey } from '../store/network-memory.ts';
import { MOST_NETWORKS } from '../store/settings.ts';
import { isSameNetwork, type NetworkFacts } from '../system/network/traits.ts';
import type { EngineParts } from './parts.ts';

/** Where this computer is: the network it goes out by, and those in which phones can be. */
export interface Ground {
  readonly facts: NetworkFacts;
  readonly places: readonly Place[];
}

/** Whether two looks can be at the same ground. */
export function isSameGround(one: Ground, other: Ground): boolean {
  const cards = ({ places }: Ground) => places.map(({ device, address }) => `${device} ${address}`).join();
  return cards(one) === cards(other) && isSameNetwork(one.facts, other.facts);
}

/** In which networks the person has said yes to sharing: for now, or for good. */
export interface Consent {
  has(ground: Ground): boolean;
  /** For good; not where the gateway's hardware is not known, for then it may be any network of the same numbers. */
  isKept(ground: Ground): boolean;
  give(ground: Ground, keep: boolean): Promise<void>;
  takeBack(ground: Ground): Promise<void>;
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
  const kept = () => settings.settings.sharedNetworks ?? [];
  const isCertain = ({ facts }: Ground) => facts.hardware.length > 0;
  const keyOf = ({ facts: { traits, hardware }, places }: Ground) => {
    const phones = places.map(({ device, subnet }) => `phones ${device} ${subnet}`);
    return networkKey(vault.identityKey, [...traits, ...hardware, ...phones]);
  };
  const isKept = (ground: Ground) => isCertain(ground) && kept().includes(keyOf(ground));

  return {
    has: (ground) => isKept(ground) || (isCertain(ground) && forNow.has(keyOf(ground))),
    isKept,
    async give(ground, keep) {
      const key = keyOf(ground);
      forNow.add(key);
      const others = kept().filter((one) => one !== key);
      if (!keep && others.length === kept().length) return;
      const sharedNetworks = keep ? [key, ...others].slice(0, MOST_NETWORKS) : others;
      await writing(() => vault.keepKeys().then(() => settings.change({ sharedNetworks })));
    },
    async takeBack(ground) {
      const key = keyOf(ground);
      forNow.delete(key);
      const sharedNetworks = kept().filter((one) => one !== key);
      if (sharedNetworks.length < kept().length) await writing(() => settings.change({ sharedNetworks }));
    },
  };
}
