import { type ReactNode, useEffect, useState } from 'react';
import { LANGUAGES, loadCatalogue } from './catalogue.ts';
import { type Language, LanguageContext } from './context.ts';
import { createTranslator } from './translator.ts';

/** Development and the gallery know two made-up languages; the program does not carry them. */
async function loadPseudo(tag: string, english: ReadonlyMap<string, string>) {
  if (import.meta.env.MODE === 'production') return undefined;
  const { pseudo, PSEUDO_LOCALES } = await import('./pseudo.ts');
  const direction = Object.entries(PSEUDO_LOCALES).find(([name]) => name === tag)?.[1];
  if (direction === undefined) return undefined;
  return { direction, messages: new Map([...english].map(([key, text]) => [key, pseudo(text)])) };
}

async function loadLanguage(tag: string): Promise<Language> {
  const [own, english] = await Promise.all([loadCatalogue(tag), loadCatalogue('en')]);
  const made = await loadPseudo(tag, english);
  const direction = made?.direction ?? LANGUAGES.find((other) => other.tag === tag)?.direction ?? 'ltr';
  return { tag, direction, ...createTranslator(tag, made?.messages ?? own, english) };
}

interface LanguageProviderProps {
  /** null while it is not known which. */
  readonly tag: string | null;
  readonly children: ReactNode;
}

/** Gives the words to what is inside; shows nothing until they are there, and the old ones until new ones are. */
export function LanguageProvider({ tag, children }: LanguageProviderProps) {
  const [language, setLanguage] = useState<Language | null>(null);
  useEffect(() => {
    if (tag === null) return;
    let isCurrent = true;
    const take = (loaded: Language) => {
      if (!isCurrent) return;
      document.documentElement.lang = loaded.tag;
      document.documentElement.dir = loaded.direction;
      setLanguage(loaded);
    };
    loadLanguage(tag).then(take, () => (tag === 'en' ? undefined : loadLanguage('en').then(take)));
    return () => {
      isCurrent = false;
    };
  }, [tag]);
  return language === null ? null : <LanguageContext value={language}>{children}</LanguageContext>;
}
