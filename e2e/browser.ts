/** Debian's Chromium as it must be started on a test machine: without a screen, as root, asking nobody anything. */
export const CHROMIUM = {
  executablePath: process.env.FOOTBRIDGE_CHROMIUM ?? '/usr/bin/chromium',
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
