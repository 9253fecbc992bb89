/** The scheme and origin of our own screens; nothing else may speak to the main process. */
export const APP_SCHEME = 'app';
export const APP_URL = 'app://footbridge/';

/** Whether a page or frame with this URL is one of our own screens. */
export function isOurPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${APP_SCHEME}:` && host === 'footbridge' && username === '' && password === '';
}
