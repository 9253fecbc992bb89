import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';

const locales = join(import.meta.dirname, '..', 'resources', 'locales');

export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** The screens' own words in a language, by `area.key`: what a person reads there. Throws where there are none. */
export function wordsIn(language: string): Words {
  return (key, values) => {
    const [area = '', name = ''] = key.split('.');
    const file: unknown = JSON.parse(readFileSync(join(locales, language, `${area}.json`), 'utf8'));
    const message: unknown = Reflect.get(Object(file), name);
    if (typeof message !== 'string') throw new Error(`no ${key} in ${language}`);
    return String(new IntlMessageFormat(message, language).format({ ...values }));
  };
}
