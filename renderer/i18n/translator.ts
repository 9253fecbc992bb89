import { IntlMessageFormat } from 'intl-messageformat';
import type about from '../../resources/locales/en/about.json';
import type common from '../../resources/locales/en/common.json';

/** Keys as `area.key`, from the English files, so that a misspelt one does not compile. */
type Keys<Area extends string, File> = `${Area}.${Extract<keyof File, string>}`;
export type MessageKey = Keys<'about', typeof about> | Keys<'common', typeof common>;

export type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: Values) => string;

/** Formats messages of one language; a message it lacks is taken from `fallback`, English. */
export function createTranslator(
  language: string,
  own: ReadonlyMap<string, string>,
  fallback: ReadonlyMap<string, string>,
): Translate {
  const formats = new Map<string, IntlMessageFormat>();
  return (key, values) => {
    const known = formats.get(key);
    if (known !== undefined) return String(known.format({ ...values }));
    const message = own.get(key);
    const format = new IntlMessageFormat(
      message ?? fallback.get(key) ?? key,
      message === undefined ? 'en' : language,
    );
    formats.set(key, format);
    return String(format.format({ ...values }));
  };
}
