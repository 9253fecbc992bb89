import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Bridge } from '../core/contract.ts';
import { commandChannel, newsChannel, UNWATCH, WATCH, type Watched } from './channels.ts';

let last = 0;

/** Main answers each number on a channel of its own, in order, so that nothing is told twice or too late. */
function watch<T>(what: Watched, listener: (news: T) => void): () => void {
  const number = ++last;
  const hear = (_event: IpcRendererEvent, news: T) => listener(news);
  ipcRenderer.on(newsChannel(number), hear);
  ipcRenderer.send(WATCH, number, what);
  return () => {
    ipcRenderer.off(newsChannel(number), hear);
    ipcRenderer.send(UNWATCH, number);
  };
}

const bridge: Bridge = {
  call: (command, args) =>
    ipcRenderer
      .invoke(commandChannel(command), args)
      .catch(() => ({ ok: false, error: { code: 'internal' } })),
  watchState: (listener) => watch('state', listener),
  watchStream: (name, listener) => watch(name, listener),
  watchInvitations: (listener) => watch('invitations', listener),
};

contextBridge.exposeInMainWorld('footbridge', bridge);
