import { useEffect } from 'react';
import type { SettingsView } from '../../core/contract.ts';
import { useT } from '../i18n/context.ts';

/** Puts theme and text size where the tokens look for them. */
export function useLook(settings: SettingsView | undefined): void {
  const theme = settings?.theme ?? 'system';
  const textSize = settings?.textSize ?? 'normal';
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    dataset.textSize = textSize;
  }, [theme, textSize]);
}

const PLAIN_ICON = new URL('../../resources/icons/plain/32x32.png', import.meta.url).href;

/** What a browser's tab says and shows; in a window of its own the shell sees to that. */
export function useTitle(isPlain: boolean): void {
  const t = useT();
  const title = t(isPlain ? 'common.plain-name' : 'common.app');
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!isPlain || link === null) return;
    const own = link.href;
    link.href = PLAIN_ICON;
    return () => {
      link.href = own;
    };
  }, [isPlain]);
}
