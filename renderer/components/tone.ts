/** How things stand, as colour, shape and words tell it together. */
export const TONES = ['works', 'found', 'partly', 'blocked', 'busy', 'rest', 'info'] as const;
export type Tone = (typeof TONES)[number];
