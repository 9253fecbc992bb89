import { useEffect } from 'react';
import type { SettingsView } from '../../core/contract.ts';

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
