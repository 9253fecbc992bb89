import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import * as v from 'valibot';
import type { Bridge } from '../core/contract.ts';
import { newsChannel, UNWATCH, WATCH } from './channels.ts';
import { isFromOurScreens } from './ipc.ts';
import { STREAM_NAMES } from './names.ts';

/** More than any screen needs; a page gone wild is not listened to beyond it. */
const MAX_WATCHES = 64;
const WatchedName = v.picklist(['state', 'invitations', ...STREAM_NAMES]);
const WatchNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

type Source = Pick<Bridge, 'watchState' | 'watchStream' | 'watchInvitations'>;

/** Lets a window watch what `source` tells, until it says stop, moves to another page, or dies. */
export function serveWatches(ipc: Pick<IpcMain, 'on'>, source: Source): void {
  const byContents = new WeakMap<WebContents, Map<number, () => void>>();

  const watchesOf = (contents: WebContents): Map<number, () => void> => {
    const known = byContents.get(contents);
    if (known !== undefined) return known;
    const watches = new Map<number, () => void>();
    byContents.set(contents, watches);
    const stopAll = () => {
      for (const stop of watches.values()) stop();
      watches.clear();
    };
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) stopAll();
    });
    contents.on('render-process-gone', stopAll);
    contents.once('destroyed', stopAll);
    return watches;
  };

  ipc.on(WATCH, (event: IpcMainEvent, number: unknown, what: unknown) => {
    if (!isFromOurScreens(event) || !v.is(WatchNumber, number) || !v.is(WatchedName, what)) return;
    const watches = watchesOf(event.sender);
    if (watches.size >= MAX_WATCHES || watches.has(number)) return;
    const tell = (news: unknown) => {
      if (!event.sender.isDestroyed()) event.sender.send(newsChannel(number), news);
    };
    if (what === 'state') watches.set(number, source.watchState(tell));
    else if (what === 'invitations') watches.set(number, source.watchInvitations(tell));
    else watches.set(number, source.watchStream(what, tell));
  });

  ipc.on(UNWATCH, (event: IpcMainEvent, number: unknown) => {
    if (!isFromOurScreens(event) || !v.is(WatchNumber, number)) return;
    const watches = watchesOf(event.sender);
    watches.get(number)?.();
    watches.delete(number);
  });
}
