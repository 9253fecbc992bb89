import type { BrowserWindow, BrowserWindowConstructorOptions, Dialog, Session, WebContents } from 'electron';
import type { Outcome } from '../core/contract.ts';
import { done, notDone } from '../core/shell-kit.ts';
import { guardPermissions, isOfOrigin } from './messenger-permissions.ts';
import { createProxiedSession, type ProxiedSession } from './messenger-session.ts';
import type { Words } from './words.ts';

const ABORTED = -3;
const RETRY_MS = 5_000;

export interface MessengerWindowsParts {
  /** Messengers with a client for browsers, by their ids. */
  readonly apps: ReadonlyMap<string, { readonly name: string; readonly url: string }>;
  readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly sessionOf: (partition: string) => Session;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly words: () => Words;
  /** Asks whether a page may be opened in the person's browser, and opens it. */
  readonly leave: (window: BrowserWindow, url: string) => Promise<void>;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export const partitionOf = (messenger: string) => `persist:messenger-${messenger}`;

function windowOptions(name: string, partition: string): BrowserWindowConstructorOptions {
  return {
    title: name,
    width: 1100,
    height: 800,
    autoHideMenuBar: true,
    webPreferences: {
      partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: false,
    },
  };
}

/** Windows in which a messenger's own web client runs, through the local proxy and nothing else. */
export function createMessengerWindows(parts: MessengerWindowsParts) {
  const windows = new Map<string, BrowserWindow>();
  const sessions = new Map<string, ProxiedSession>();
  let port: number | null = null;

  /** Stays on the messenger's own origin; where else a page wants to lead is asked. */
  function guardContents(window: BrowserWindow, contents: WebContents, origin: string): void {
    const keep = (event: Electron.Event, url: string) => {
      if (isOfOrigin(url, origin)) return;
      event.preventDefault();
      void parts.leave(window, url).catch(() => {});
    };
    contents.on('will-navigate', (event) => keep(event, event.url));
    contents.on('will-redirect', (event) => {
      if (event.isMainFrame) keep(event, event.url);
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void parts.leave(window, url).catch(() => {});
      return { action: 'deny' };
    });
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
      if (!isMainFrame || code === ABORTED) return;
      void parts.wait(RETRY_MS).then(() => {
        if (!window.isDestroyed() && port !== null) contents.reload();
      });
    });
  }

  function sessionFor(messenger: string, name: string, origin: string): ProxiedSession {
    const known = sessions.get(messenger);
    if (known !== undefined) return known;
    const session = parts.sessionOf(partitionOf(messenger));
    const window = () => windows.get(messenger) ?? null;
    guardPermissions(session, { dialog: parts.dialog, words: parts.words, name, origin, window });
    const proxied = createProxiedSession(session);
    sessions.set(messenger, proxied);
    return proxied;
  }

  return {
    /** Whether these contents are of a messenger's window, which keeps rules of its own. */
    owns: (contents: Pick<WebContents, 'session'>) =>
      [...sessions.keys()].some((messenger) => parts.sessionOf(partitionOf(messenger)) === contents.session),

    /** Opens a messenger's window, or shows it where it is open. Its proxy is set before anything is loaded. */
    async open(messenger: string): Promise<Outcome<null>> {
      const app = parts.apps.get(messenger);
      if (app === undefined) return notDone('not-found');
      if (port === null) return notDone('wrong-phase');
      const { origin } = new URL(app.url);
      await sessionFor(messenger, app.name, origin).use(port);
      const open = windows.get(messenger);
      if (open !== undefined) {
        open.show();
        open.focus();
        return done(null);
      }
      const window = parts.createWindow(windowOptions(app.name, partitionOf(messenger)));
      windows.set(messenger, window);
      window.on('closed', () => windows.delete(messenger));
      guardContents(window, window.webContents, origin);
      // What goes wrong shows in `did-fail-load`.
      window.loadURL(app.url).catch(() => {});
      return done(null);
    },

    /** Tells where the local proxy is now; null: nowhere, and nothing may leave. */
    async useProxy(next: number | null): Promise<void> {
      if (next === port) return;
      port = next;
      await Promise.all([...sessions.values()].map((session) => session.use(next)));
      if (next !== null) for (const window of windows.values()) window.webContents.reload();
    },

    closeAll(): void {
      for (const window of windows.values()) window.destroy();
    },
  };
}
export type MessengerWindows = ReturnType<typeof createMessengerWindows>;
