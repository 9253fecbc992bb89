export const THEMES = ['system', 'light', 'dark'] as const;

export const TEXT_SIZES = ['normal', 'large', 'largest'] as const;

/** How a language is written: a BCP 47 tag of a language, and a region or script where one is needed (`zh-CN`, `sr-Latn`). */
export const LANGUAGE_TAG = /^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$/;
