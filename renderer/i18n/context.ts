import { createContext, useContext } from 'react';
import type { Translate, Translator } from './translator.ts';

export interface Language extends Translator {
  /** BCP 47. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
}

export const LanguageContext = createContext<Language | null>(null);

/** The language the screens are in. */
export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (language === null) throw new Error('no language around this component');
  return language;
}

/** Shorthand for `useLanguage().t`. */
export function useT(): Translate {
  return useLanguage().t;
}
