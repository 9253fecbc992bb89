/** Put in when the programs are bundled. */
declare const FOOTBRIDGE_VERSION: string | undefined;

/** The version of package.json; where nothing was bundled, as in tests, a version that was never published. */
export const VERSION = typeof FOOTBRIDGE_VERSION === 'string' ? FOOTBRIDGE_VERSION : '0.0.0';
