/** The Chromium that tests run: Debian's, unless another is asked for. */
export const CHROMIUM_PATH = process.env.FOOTBRIDGE_CHROMIUM ?? '/usr/bin/chromium';

/** As it must be started on a test machine: without a screen, as root, sending nothing of its own and asking nobody. */
export const CHROMIUM = {
  executablePath: CHROMIUM_PATH,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
