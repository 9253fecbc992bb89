import { IntlMessageFormat } from 'intl-messageformat';
import type about from '../../resources/locales/en/about.json';
import type causes from '../../resources/locales/en/causes.json';
import type common from '../../resources/locales/en/common.json';
import type deep from '../../resources/locales/en/deep.json';
import type details from '../../resources/locales/en/details.json';
import type engines from '../../resources/locales/en/engines.json';
import type handOver from '../../resources/locales/en/hand-over.json';
import type home from '../../resources/locales/en/home.json';
import type lists from '../../resources/locales/en/lists.json';
import type noWay from '../../resources/locales/en/no-way.json';
import type offline from '../../resources/locales/en/offline.json';
import type phones from '../../resources/locales/en/phones.json';
import type report from '../../resources/locales/en/report.json';
import type send from '../../resources/locales/en/send.json';
import type settings from '../../resources/locales/en/settings.json';
import type ways from '../../resources/locales/en/ways.json';
import type welcome from '../../resources/locales/en/welcome.json';
import type whatNow from '../../resources/locales/en/what-now.json';

interface Areas {
  readonly about: typeof about;
  readonly causes: typeof causes;
  readonly common: typeof common;
  readonly deep: typeof deep;
  readonly details: typeof details;
  readonly 'hand-over': typeof handOver;
  readonly home: typeof home;
  readonly lists: typeof lists;
  readonly engines: typeof engines;
  readonly 'no-way': typeof noWay;
  readonly offline: typeof offline;
  readonly phones: typeof phones;
  readonly report: typeof report;
  readonly send: typeof send;
  readonly settings: typeof settings;
  readonly ways: typeof ways;
  readonly welcome: typeof welcome;
  readonly 'what-now': typeof whatNow;
}

/** Keys as `area.key`, from the English files, so that a misspelt one does not compile. */
export type MessageKey = {
  [Area in keyof Areas]: `${Area}.${Extract<keyof Areas[Area], string>}`;
}[keyof Areas];

export type Values = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: Values) => string;
/** What a tag of a message (`<link>words</link>`) becomes. */
export type Tags<Node> = Readonly<Record<string, (words: (string | Node)[]) => Node>>;

export interface Translator {
  readonly t: Translate;
  /** The pieces of a message with tags, in the language's own order. */
  readonly pieces: <Node>(key: MessageKey, tags: Tags<Node>, values?: Values) => (string | Node)[];
}

type Use<R> = (format: IntlMessageFormat) => R;

/** Formats messages of one language. A message it lacks, or has broken, is taken from `fallback`, English. */
export function createTranslator(
  language: string,
  own: ReadonlyMap<string, string>,
  fallback: ReadonlyMap<string, string>,
): Translator {
  const formats = new Map<string, IntlMessageFormat>();
  const make = (key: string, isOwn: boolean) => {
    const message = (isOwn ? own : fallback).get(key) ?? key;
    return new IntlMessageFormat(message, isOwn ? language : 'en');
  };
  const inEnglish = <R>(key: string, use: Use<R>): R => {
    const format = make(key, false);
    formats.set(key, format);
    return use(format);
  };
  const through = <R>(key: string, use: Use<R>): R => {
    if (!own.has(key)) return use(formats.get(key) ?? make(key, false));
    try {
      const format = formats.get(key) ?? make(key, true);
      const result = use(format);
      formats.set(key, format);
      return result;
    } catch {
      return inEnglish(key, use);
    }
  };
  /** A screen that forgot a value shows the message as it is written; it does not break. */
  const safely = <R>(key: string, use: Use<R>, asWritten: (message: string) => R): R => {
    try {
      return through(key, use);
    } catch {
      return asWritten(fallback.get(key) ?? key);
    }
  };
  return {
    t: (key, values) =>
      safely(
        key,
        (format) => String(format.format({ ...values })),
        (message) => message,
      ),
    pieces: <Node>(key: MessageKey, tags: Tags<Node>, values?: Values) =>
      safely<(string | Node)[]>(
        key,
        (format) => {
          const made = format.format<Node>({ ...values, ...tags });
          return Array.isArray(made) ? made : [made];
        },
        (message) => [message],
      ),
  };
}
