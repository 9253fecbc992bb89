import type { Way } from '../../../core/contract.ts';

/** What a way is called: by the person, else by its address without secrets. */
export const wayName = (way: Way): string => way.name ?? way.label;
