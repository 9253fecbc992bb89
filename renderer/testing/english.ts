import { createTranslator, type Translate } from '../i18n/translator.ts';

const FILES = import.meta.glob<Record<string, string>>('../../resources/locales/en/*.json', {
  import: 'default',
  eager: true,
});

const messages = new Map(
  Object.entries(FILES).flatMap(([path, file]) => {
    const area = path.split('/').at(-1)?.replace('.json', '') ?? '';
    return Object.entries(file).map(([key, message]) => [`${area}.${key}`, message] as const);
  }),
);

/** The real English, for tests that read sentences. */
export const english: Translate = createTranslator('en', messages, messages).t;
