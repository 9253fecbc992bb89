import { SING_BOX_WAYS } from './sing-box-ways.ts';
import { WAYS, type Way } from './ways.ts';
import { XRAY_WAYS } from './xray-ways.ts';

/** Every transport there is, and whatever carries it. */
const EVERY_WAY: readonly Way[] = [...WAYS, ...SING_BOX_WAYS, ...XRAY_WAYS];

/** Those whose programs are installed. */
export const WAYS_HERE = EVERY_WAY.filter(({ missing }) => missing === undefined);

/** A line for each program that is not, with what it would carry. */
export const WAYS_MISSING = [...new Set(EVERY_WAY.flatMap(({ missing }) => missing ?? []))].map((missing) => {
  const names = EVERY_WAY.filter((way) => way.missing === missing).map(({ name }) => name);
  return `${names.join('; ')} (skipped: ${missing})`;
});
