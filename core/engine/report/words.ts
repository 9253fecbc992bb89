import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import * as v from 'valibot';
import type { Words } from '../../report/words.ts';

const AREAS = ['report', 'causes', 'details', 'deep'] as const;
const MessagesSchema = v.record(v.string(), v.string());
export const ENGLISH = 'en';

type Messages = ReadonlyMap<string, string>;

/**
 * The words that reports are written with: of the very tag wanted, else of its language, else English. Later folders overlay
 * earlier ones. A message that is missing or broken is said in English.
 */
export function readWords(folders: readonly string[], wanted: string): Words {
  const [base = ENGLISH] = wanted.split('-');
  const language = [wanted, base, `${base}-Hans`].find((tag) => isThere(folders, tag)) ?? ENGLISH;
  const own = messagesOf(folders, language);
  const english = messagesOf(folders, ENGLISH);
  const isMirrored = messagesOf(folders, language, ['about']).get('about.direction') === 'rtl';
  return {
    language,
    direction: isMirrored ? 'rtl' : 'ltr',
    say(key, values) {
      const message = own.get(key);
      try {
        if (message !== undefined) return format(message, language, values);
      } catch {
        // A broken translation must not keep anybody from sending a report.
      }
      return format(english.get(key) ?? key, ENGLISH, values);
    },
    list: (parts) => new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(parts),
  };
}

function isThere(folders: readonly string[], tag: string): boolean {
  return (
    /^[A-Za-z-]{2,16}$/.test(tag) &&
    folders.some((folder) => existsSync(join(folder, 'locales', tag, 'report.json')))
  );
}

function format(message: string, language: string, values: Record<string, string | number> = {}): string {
  return String(new IntlMessageFormat(message, language).format({ ...values }));
}

function messagesOf(folders: readonly string[], tag: string, areas: readonly string[] = AREAS): Messages {
  const messages = new Map<string, string>();
  for (const folder of folders) {
    for (const area of areas) {
      const path = join(folder, 'locales', tag, `${area}.json`);
      if (!existsSync(path)) continue;
      const read = v.safeParse(MessagesSchema, JSON.parse(readFileSync(path, 'utf8')));
      if (read.success)
        for (const [key, text] of Object.entries(read.output)) messages.set(`${area}.${key}`, text);
    }
  }
  return messages;
}
