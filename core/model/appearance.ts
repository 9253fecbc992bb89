export const THEMES = ['system', 'light', 'dark'] as const;

export const TEXT_SIZES = ['normal', 'large', 'largest'] as const;

/** Colours that a messenger's sign can have on the screens; white letters can be read on each. */
export const SIGN_COLOURS = [
  'green',
  'teal',
  'blue',
  'indigo',
  'iris',
  'violet',
  'plum',
  'rust',
  'olive',
  'slate',
] as const;

/** How a language is written: a BCP 47 tag of a language, and a region or script where one is needed (`zh-CN`, `sr-Latn`). */
export const LANGUAGE_TAG = /^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$/;
