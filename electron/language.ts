import type { State } from '../core/contract.ts';
import { readWords, type Words } from './words.ts';

/** The words of the language the person chose, or of the system's until that is known. */
export function createLanguage(locales: string, systemLanguage: string) {
  let wanted = systemLanguage;
  let words = readWords(locales, wanted);
  return {
    words: (): Words => words,
    follow(state: State): void {
      const next = 'settings' in state ? (state.settings.language ?? systemLanguage) : wanted;
      if (next === wanted) return;
      wanted = next;
      words = readWords(locales, wanted);
    },
  };
}
