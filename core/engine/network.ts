import { measureNetwork, type NetworkMeasurement } from '../measure/controls.ts';
import { guessCountry } from '../measure/guess-country.ts';
import { looksBack } from '../measure/looks-back.ts';
import type { NetworkVerdict } from '../model/verdict.ts';
import { hasInterface } from './bricks.ts';
import type { EngineParts } from './parts.ts';

/** The control measurements of the network we are on. Rejects only when aborted. */
export function measureThisNetwork(parts: EngineParts, signal: AbortSignal): Promise<NetworkVerdict> {
  return measureNetwork(measurementOf(parts, signal));
}

/** Whether a network that let nothing through seems to be back, by a few packets. Rejects only when aborted. */
export function looksBackHere(parts: EngineParts, signal: AbortSignal): Promise<boolean> {
  return looksBack(measurementOf(parts, signal));
}

function measurementOf(parts: EngineParts, signal: AbortSignal): NetworkMeasurement {
  const { bricks, resources, clock, random, timeZone } = parts;
  return {
    controls: resources.controls,
    country: guessCountry(timeZone, resources.controls),
    dialer: bricks.plainDialer,
    roots: bricks.roots,
    clock,
    random,
    signal,
    interfaces: hasInterface,
    // Such a network may have no other way out than its proxy.
    ...(bricks.isFollowing() && { hasRoute: async () => true }),
    addresses: foreignAddresses(parts),
    blockPages: resources.blockPages,
  };
}

/** Two resolvers' addresses: they accept TCP connections, which tells a dead resolver from a dead network. */
function foreignAddresses({ resources }: EngineParts) {
  return resources.operators
    .slice(0, 2)
    .flatMap(({ addresses }) => addresses.slice(0, 1))
    .map((host) => ({ host, port: 443 }));
}
