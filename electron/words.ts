import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import * as v from 'valibot';
import type english from '../resources/locales/en/shell.json';

/** Keys of resources/locales/en/shell.json, so that a misspelt one does not compile. */
export type ShellKey = Extract<keyof typeof english, string>;
export interface Words {
  /** BCP 47. */
  readonly language: string;
  say(key: ShellKey, values?: Readonly<Record<string, string | number>>): string;
  /** `WhatsApp, Telegram and Signal`. */
  list(names: readonly string[]): string;
}

const FALLBACK = 'en';
const Messages = v.record(v.string(), v.string());
const subtag = (tag: string) => tag.split('-')[0]?.toLowerCase() ?? '';

/** The best of the languages there are: the very tag, else one of the same language, else English. */
export function chooseLanguage(wanted: string, languages: readonly string[]): string {
  const exact = languages.find((tag) => tag.toLowerCase() === wanted.toLowerCase());
  return exact ?? languages.find((tag) => subtag(tag) === subtag(wanted)) ?? FALLBACK;
}

/** Words out of messages in ICU format; what `own` lacks or gets wrong is said in `fallback`, English. */
export function createWords(
  language: string,
  own: Readonly<Record<string, string>>,
  fallback: Readonly<Record<string, string>>,
): Words {
  return {
    language,
    say(key, values) {
      const message = own[key];
      try {
        if (message !== undefined)
          return String(new IntlMessageFormat(message, language).format({ ...values }));
      } catch {
        // A broken translation must not take the tray away.
      }
      return String(new IntlMessageFormat(fallback[key] ?? key, FALLBACK).format({ ...values }));
    },
    list: (names) => new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
  };
}

/** Reads the shell's words for a wanted language from `resources/locales`. */
export function readWords(locales: string, wanted: string): Words {
  const file = (tag: string) => join(locales, tag, 'shell.json');
  const languages = readdirSync(locales).filter((tag) => existsSync(file(tag)));
  const read = (tag: string) => v.parse(Messages, JSON.parse(readFileSync(file(tag), 'utf8')));
  const language = chooseLanguage(wanted, languages);
  return createWords(language, read(language), read(FALLBACK));
}
