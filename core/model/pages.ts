import * as v from 'valibot';

/** resources/pages.json: pages of others that a screen may have opened, by name; a screen never hands over an address. */
export const PagesSchema = v.record(
  v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,63}$/)),
  v.pipe(v.string(), v.url(), v.startsWith('https://'), v.maxLength(256)),
);
