import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { MessengerSchema } from '../model/messenger.ts';

const EntrySchema = v.pick(MessengerSchema, ['id', 'name', 'webApp']);

/** A messenger's own client for browsers. */
export interface WebApp {
  readonly name: string;
  /** `https:` alone. */
  readonly url: string;
}

/**
 * Reads which messengers have a client for browsers, by their ids. Later folders overlay earlier ones file by file, as they
 * do for the engine. Throws when a file is broken.
 */
export function readWebApps(resourceFolders: readonly string[]): ReadonlyMap<string, WebApp> {
  const files = new Map<string, string>();
  for (const folder of resourceFolders) {
    const messengers = join(folder, 'messengers');
    for (const name of namesIn(messengers)) files.set(name, join(messengers, name));
  }
  const apps = new Map<string, WebApp>();
  for (const path of files.values()) {
    const { id, name, webApp } = v.parse(EntrySchema, JSON.parse(readFileSync(path, 'utf8')));
    if (webApp !== undefined) apps.set(id, { name, url: webApp.url });
  }
  return apps;
}

/** An overlay need not have messengers. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}
