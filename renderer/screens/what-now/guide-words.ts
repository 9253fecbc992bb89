import { useT } from '../../i18n/context.ts';
import type { MessageKey, Values } from '../../i18n/translator.ts';

/** Guides name messages of this screen only; core/model/guide.test.ts holds that each of them exists. */
function isGuideWord(key: string): key is Extract<MessageKey, `what-now.${string}`> {
  return key.startsWith('what-now.');
}

/** Says what a guide names. */
export function useGuideWords(): (key: string, values?: Values) => string {
  const t = useT();
  return (key, values) => (isGuideWord(key) ? t(key, values) : '');
}
