import type causes from '../../resources/locales/en/causes.json';
import type deep from '../../resources/locales/en/deep.json';
import type details from '../../resources/locales/en/details.json';
import type report from '../../resources/locales/en/report.json';

/** Messages that a report is written with, as `area.key` of resources/locales/en, so that a misspelt one does not compile. */
export type ReportKey =
  | `report.${Extract<keyof typeof report, string>}`
  | `deep.${Extract<keyof typeof deep, string>}`
  | `causes.${Extract<keyof typeof causes, string>}`
  | `details.${Extract<keyof typeof details, string>}`;

/** The words of one language. */
export interface Words {
  /** BCP 47. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  say(key: ReportKey, values?: Readonly<Record<string, string | number>>): string;
  /** `Messages, Pictures and files`. */
  list(parts: readonly string[]): string;
}
