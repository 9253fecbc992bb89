import { join } from 'node:path';
import * as v from 'valibot';
import { LANGUAGE_TAG, TEXT_SIZES, THEMES } from '../model/appearance.ts';
import { PROXY_MODES } from '../model/computer.ts';
import { MOST_PREPARED, PREPARED_ID } from '../model/offline.ts';
import { readJson, writeFileAtomic } from './atomic-file.ts';

/** A list that grew beyond this was not made by a person. */
const MOST_MESSENGERS = 32;
export const MOST_NETWORKS = 16;

/** How the window looks is worth no broken file: what we do not know is as if it were not there. */
const orAbsent = <S extends v.GenericSchema>(schema: S) =>
  v.optional(v.fallback(v.optional(schema), undefined));

/** What else stands in the file is kept: a newer program may have written it. */
const SettingsSchema = v.looseObject({
  version: v.literal(1),
  /** The local proxy's port: random at first, then kept so that apps set to it go on working. */
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65535))),
  /** The port of the local MTProto proxy, once an app of Telegram's was set to it. */
  mtprotoPort: orAbsent(v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65535))),
  /** Messengers that must never leave by the bare network. */
  onlyThrough: v.optional(v.array(v.string()), []),
  /**
   * Identifiers of the messengers the person uses, in the order of the screen; those we do not know are ignored. Absent:
   * the suggested ones.
   */
  messengers: v.optional(v.pipe(v.array(v.string()), v.maxLength(MOST_MESSENGERS))),
  /** null, as if absent, follows the system. */
  language: orAbsent(v.nullable(v.pipe(v.string(), v.regex(LANGUAGE_TAG)))),
  theme: orAbsent(v.picklist(THEMES)),
  textSize: orAbsent(v.picklist(TEXT_SIZES)),
  /** What this computer's own settings are to do while connected. */
  systemProxy: orAbsent(v.picklist(PROXY_MODES)),
  /** Networks, under their keyed hash, in which sharing with phones begins by itself. */
  sharedNetworks: orAbsent(v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(MOST_NETWORKS))),
  /** Whether the first steps were taken. */
  welcomed: orAbsent(v.boolean()),
  /** Whether closing to the tray was explained. */
  trayExplained: orAbsent(v.boolean()),
  /** Whether it passes for another program. */
  plainLook: orAbsent(v.boolean()),
  /** What was prepared for days without internet. */
  prepared: orAbsent(v.pipe(v.array(v.pipe(v.string(), v.regex(PREPARED_ID))), v.maxLength(MOST_PREPARED))),
});
export type Settings = v.InferOutput<typeof SettingsSchema>;

export interface SettingsFile {
  /** As they are now. */
  readonly settings: Settings;
  /** Where an unreadable earlier file was put, if that happened. */
  readonly setAside?: string;
  /** Holds at once; resolves when written, one change after the other. Rejects where it cannot be. */
  change(changes: Partial<Settings>): Promise<void>;
}

/** Opens `settings.json`; a missing or unreadable one means the defaults. */
export async function openSettings(home: string, now: number): Promise<SettingsFile> {
  const path = join(home, 'settings.json');
  const stored = await readJson(path, SettingsSchema, now);
  let settings: Settings = stored.kind === 'found' ? stored.value : { version: 1, onlyThrough: [] };
  let written: Promise<void> = Promise.resolve();
  return {
    get settings() {
      return settings;
    },
    ...(stored.kind === 'set-aside' ? { setAside: stored.backup } : {}),
    change(changes) {
      settings = { ...settings, ...changes };
      written = written.catch(() => undefined).then(() => writeFileAtomic(path, print(settings)));
      return written;
    },
  };
}

function print(settings: Settings): string {
  return `${JSON.stringify(settings, null, 2)}\n`;
}
