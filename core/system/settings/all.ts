import { type ChangeOptions, changeSettings } from './change.ts';
import { type ProxySettings, type SettingsDriver, SettingsError } from './driver.ts';

/**
 * Changes the settings in the first of these places that lets us. Resolves to its driver; rejects with the last
 * SettingsError where none does, and with `no-tool` where there is none.
 */
export async function changeFirst(
  drivers: readonly SettingsDriver[],
  settings: ProxySettings,
  options: ChangeOptions,
): Promise<string> {
  let last: unknown = new SettingsError('no-tool', 'it has no settings here that we could change');
  for (const driver of drivers) {
    try {
      await changeSettings(driver, settings, options);
      return driver.id;
    } catch (error) {
      options.signal.throwIfAborted();
      last = error;
    }
  }
  throw last;
}

/**
 * Changes the settings wherever this system keeps them. A desktop may keep them in two places of which one is out of order:
 * one that works is enough. Resolves to the drivers that changed something; rejects with the first SettingsError where none
 * did, and with `no-tool` where there is none.
 */
export async function changeAll(
  drivers: readonly SettingsDriver[],
  settings: ProxySettings,
  options: ChangeOptions,
): Promise<readonly string[]> {
  const changed: string[] = [];
  const errors: unknown[] = [];
  for (const driver of drivers) {
    if (!(await driver.isHere(options.signal))) continue;
    try {
      await changeSettings(driver, settings, options);
      changed.push(driver.id);
    } catch (error) {
      options.signal.throwIfAborted();
      errors.push(error);
    }
  }
  if (changed.length > 0) return changed;
  throw (
    errors[0] ??
    new SettingsError('no-tool', 'this system keeps its proxy settings where we cannot change them')
  );
}
