import { beforeUs } from './change.ts';
import type { PreviousProxy, SettingsDriver } from './driver.ts';
import type { Journal } from './journal.ts';

/**
 * How apps found a proxy before us, by what is recorded where we have changed the settings already. Rejects with
 * SettingsError where they cannot be read.
 */
export async function previousProxy(
  drivers: readonly SettingsDriver[],
  journal: Journal,
  signal: AbortSignal,
): Promise<PreviousProxy> {
  const recorded = await journal.read();
  for (const driver of drivers) {
    if (!(await driver.isHere(signal))) continue;
    const before = beforeUs(driver, await driver.read(signal), recorded[driver.id]);
    const previous = driver.previous(before);
    if (previous.kind !== 'none') return previous;
  }
  return { kind: 'none' };
}
