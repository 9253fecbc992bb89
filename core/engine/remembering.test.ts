import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemRandom } from '../net/system-clock.ts';
import { openNetworkMemory } from '../store/network-memory.ts';
import { openVault } from '../store/vault.ts';
import type { NetworkFacts } from '../system/network/traits.ts';
import { createCurrentNetwork } from './remembering.ts';

const on = (...traits: string[]): NetworkFacts => ({
  ...{ connected: traits.length > 0, traits, hardware: [], insideVpn: traits.includes('subnet tun0') },
});
const [home, cafe, nowhere] = [on('gateway home'), on('gateway cafe'), on()];

test('a network is another one where it differs from the last that led anywhere, not where that was gone for a while (C9)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-network-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let now = home;
  const network = createCurrentNetwork(
    {
      vault: await openVault(folder, systemRandom, 0, { isTraceless: true }),
      memory: await openNetworkMemory(folder, () => 0),
      readNetwork: async () => now,
    },
    async () => undefined,
  );
  const at = async (facts: NetworkFacts) => {
    now = facts;
    return [await network.look(true), network.isAnother()];
  };
  expect(await at(home)).toEqual([true, false]);
  expect(await at(home)).toEqual([false, false]);
  expect(await at(nowhere)).toEqual([true, false]);
  expect(await at(home)).toEqual([true, false]);
  expect(await at(cafe)).toEqual([true, true]);
  expect(await at(nowhere)).toEqual([true, false]);
  expect(await at(home)).toEqual([true, true]);
  await at(on('subnet tun0'));
  expect(network.insideVpn()).toBe(true);
});
