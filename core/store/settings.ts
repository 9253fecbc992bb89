import { join } from 'node:path';
import * as v from 'valibot';
import { readJson, writeFileAtomic } from './atomic-file.ts';

/** A list that grew beyond this was not made by a person. */
const MOST_MESSENGERS = 32;

const SettingsSchema = v.object({
  version: v.literal(1),
  /** The local proxy's port: random at first, then kept so that apps set to it go on working. */
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65535))),
  /** Messengers that must never leave by the bare network. */
  onlyThrough: v.optional(v.array(v.string()), []),
  /** Identifiers of the messengers the person uses; those we do not know are ignored. Absent: the suggested ones. */
  messengers: v.optional(v.pipe(v.array(v.string()), v.maxLength(MOST_MESSENGERS))),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;

export interface SettingsFile {
  readonly settings: Settings;
  /** Where an unreadable earlier file was put, if that happened. */
  readonly setAside?: string;
  save(settings: Settings): Promise<void>;
}

/** Opens `settings.json`; a missing or unreadable one means the defaults. */
export async function openSettings(home: string, now: number): Promise<SettingsFile> {
  const path = join(home, 'settings.json');
  const stored = await readJson(path, SettingsSchema, now);
  return {
    settings: stored.kind === 'found' ? stored.value : { version: 1, onlyThrough: [] },
    ...(stored.kind === 'set-aside' ? { setAside: stored.backup } : {}),
    save: (settings) => writeFileAtomic(path, `${JSON.stringify(settings, null, 2)}\n`),
  };
}
