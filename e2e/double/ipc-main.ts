import type * as E from 'electron';
import type { Frame, Page } from 'playwright';
import { fromStandIn } from './addresses.ts';
import type { WebContentsDouble } from './web-contents.ts';

/** What handlers are told of who asks. Electron gives more; the program may use only this. */
export interface Asker {
  readonly sender: WebContentsDouble;
  readonly senderFrame: SenderFrame;
}
interface SenderFrame extends Pick<E.WebFrameMain, 'url'> {
  readonly parent: SenderFrame | null;
}

type Handle = (event: Asker, ...args: unknown[]) => unknown;
const handlers = new Map<string, Handle>();
const listeners = new Map<string, Handle[]>();

export const ipcMain = {
  handle: (channel: string, handle: Handle) => void handlers.set(channel, handle),
  on: (channel: string, listener: Handle) =>
    void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
};

function senderFrame(frame: Frame): SenderFrame {
  const parent = frame.parentFrame();
  return { url: fromStandIn(frame.url()), parent: parent === null ? null : senderFrame(parent) };
}

/** Opens the way from a page's preload to the handlers; any frame of the page can take it, so that guards are tested. */
export async function exposeIpc(page: Page, sender: WebContentsDouble): Promise<void> {
  await page.exposeBinding('__ipcOut', async ({ frame }, kind: unknown, channel: unknown, args: unknown) => {
    const values = Array.isArray(args) ? args : [];
    const event = { sender, senderFrame: senderFrame(frame) };
    if (kind === 'invoke') {
      const handle = handlers.get(String(channel));
      if (handle === undefined) throw new Error(`No handler registered for '${String(channel)}'`);
      return handle(event, ...values);
    }
    for (const listener of listeners.get(String(channel)) ?? []) listener(event, ...values);
    return null;
  });
}
