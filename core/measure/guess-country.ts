import type { Controls } from '../model/controls.ts';

/** The country whose domestic controls to ask, by the computer's time zone (IANA name); nobody is asked for it. */
export function guessCountry(timeZone: string, { domestic }: Controls): string | undefined {
  return Object.entries(domestic).find(([, { timeZones }]) => timeZones.includes(timeZone))?.[0];
}
