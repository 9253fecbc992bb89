const STEPS = [
  { from: 1e9, unit: 'gigabyte' },
  { from: 1e6, unit: 'megabyte' },
  { from: 1e3, unit: 'kilobyte' },
  { from: 0, unit: 'byte' },
] as const;

function format(language: string, bytes: number, suffix: '' | '-per-second'): string {
  // From half of the last digit on it would be written as the next unit: 999.96 kB as 1000 kB.
  const step = STEPS.find(({ from }) => bytes >= from * 0.9995) ?? STEPS[3];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: `${step.unit}${suffix}`,
    // The short form says “912 byte” in English.
    unitDisplay: step.unit === 'byte' && suffix === '' ? 'long' : 'short',
    maximumFractionDigits: step.unit === 'byte' ? 0 : 1,
  }).format(bytes / Math.max(step.from, 1));
}

/** An amount of bytes as people of that language write it: `1.2 MB`. */
export const bytesText = (language: string, bytes: number): string => format(language, bytes, '');

/** Bytes per second as people of that language write it: `1.2 MB/s`. */
export const rateText = (language: string, bytesPerSecond: number): string =>
  format(language, bytesPerSecond, '-per-second');

/** Milliseconds as people of that language write them: `340 ms`, from one second on `1.2 sec`. */
export function durationText(language: string, milliseconds: number): string {
  const long = milliseconds >= 999.5;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: long ? 'second' : 'millisecond',
    maximumFractionDigits: long ? 1 : 0,
  }).format(long ? milliseconds / 1000 : milliseconds);
}
