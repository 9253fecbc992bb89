import type { BrowserWindow, Dialog, Shell } from 'electron';
import type { Words } from './words.ts';

/** Characters of an address that a question shows. */
const SHOWN = 160;

/** The address as the person should see it before it is opened, or null where it is not a plain page of the web. */
export function askableAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href, username, password } = new URL(url);
  if (protocol !== 'https:' || username !== '' || password !== '') return null;
  return href;
}

/** Asks before a page leaves for the person's own browser, one question at a time; opens `https:` alone. */
export function createLeaveQuestion(
  dialog: Pick<Dialog, 'showMessageBox'>,
  shell: Pick<Shell, 'openExternal'>,
  words: () => Words,
): (window: BrowserWindow, url: string) => Promise<void> {
  let isAsking = false;
  return async (window, url) => {
    const address = askableAddress(url);
    if (address === null || isAsking) return;
    isAsking = true;
    const { say } = words();
    const shown = address.length > SHOWN ? `${address.slice(0, SHOWN)}…` : address;
    try {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        message: say('leaveTitle'),
        detail: say('leaveBody', { address: shown }),
        buttons: [say('leaveOpen'), say('cancel')],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      });
      if (response === 0) await shell.openExternal(address);
    } finally {
      isAsking = false;
    }
  };
}
