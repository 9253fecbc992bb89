import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import type { Laboratory } from './laboratory.ts';
import { productEnvironment } from './product.ts';
import type { Scenario } from './scenario.ts';
import { publicKeyHash } from './world/world.ts';

/**
 * Runs a command at the client's end of a scenario's network, with the environment that makes the program trust the lab:
 * `FOOTBRIDGE_LAB_KEY` is the hash of the key that a browser has to be told to trust, `FOOTBRIDGE_LAB_FOLDER` an empty
 * folder. Resolves to its exit code.
 */
export async function visit(
  laboratory: Laboratory,
  scenario: Scenario,
  command: readonly string[],
  folder: string,
): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { network, wire } = await laboratory.prepare(scenario);
  try {
    const child = network.exec('client', command, {
      stdio: 'inherit',
      env: {
        ...process.env,
        TZ: 'Europe/Moscow',
        ...productEnvironment(laboratory, scenario),
        FOOTBRIDGE_LAB_SCENARIO: scenario.name,
        FOOTBRIDGE_LAB_KEY: publicKeyHash(laboratory.world.leaf),
        FOOTBRIDGE_LAB_FOLDER: folder,
      },
    });
    await once(child, 'close');
    return child.exitCode ?? 1;
  } finally {
    await wire.stop();
  }
}
