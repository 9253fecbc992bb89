import { useT } from './context.ts';

/** A span of time in words: seconds below a minute and a half, minutes from there. Takes seconds. */
export function useDuration(): (seconds: number) => string {
  const t = useT();
  return (seconds) => {
    if (seconds < 90) return t('common.seconds', { count: Math.max(1, Math.round(seconds)) });
    const minutes = Math.round(seconds / 60);
    if (minutes < 90) return t('common.minutes', { count: minutes });
    const hours = Math.round(minutes / 60);
    if (hours < 48) return t('common.hours', { count: hours });
    return t('common.days', { count: Math.round(hours / 24) });
  };
}
