/** `app://` is unknown to a plain Chromium: there, our screens have an https address that no network has. */
const STAND_IN = 'https://app.footbridge.invalid/';
const OURS = 'app://footbridge/';

export const toStandIn = (url: string) => (url.startsWith(OURS) ? STAND_IN + url.slice(OURS.length) : url);
export const fromStandIn = (url: string) =>
  url.startsWith(STAND_IN) ? OURS + url.slice(STAND_IN.length) : url;
