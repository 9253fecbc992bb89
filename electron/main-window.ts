import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { APP_URL } from './app-origin.ts';
import { formatWindowState, parseWindowState, placeWindow, SMALLEST } from './window-state.ts';

export interface MainWindowParts {
  readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly workAreas: () => readonly [Rectangle, ...Rectangle[]];
  readonly preload: string;
  readonly icon: string;
  readonly title: string;
  readonly isDark: () => boolean;
  /** What was remembered of the window, and where to. */
  readonly remembered: () => string | null;
  readonly remember: (text: string) => void;
  readonly onClose: (event: { preventDefault(): void }, window: BrowserWindow) => void;
  /** Whether a page that died may be loaded once more. */
  readonly mayReload: () => boolean;
  /** The page died too often. */
  readonly onHopeless: () => void;
}

export interface MainWindow {
  readonly window: BrowserWindow;
  /** Keeps its place for the next start; it has to be asked where the program ends without closing it. */
  remember(): void;
  /** Brings it before the person's eyes. */
  reveal(): void;
  /** Shows it under another name and icon. */
  rename(title: string, icon: string): void;
}

/** The one window of the screens. Returns it with its place already given and its page on the way. */
export function openMainWindow(parts: MainWindowParts, isHidden: boolean): MainWindow {
  const state = parseWindowState(parts.remembered());
  const window = parts.create({
    ...placeWindow(state, parts.workAreas()),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: parts.title,
    icon: parts.icon,
    // The page's own paper (renderer/design), so that nothing flashes before it is there.
    backgroundColor: parts.isDark() ? '#141b27' : '#faf5ea',
    autoHideMenuBar: true,
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    },
  });
  if (state?.maximized === true) window.maximize();
  if (!isHidden) window.once('ready-to-show', () => window.show());

  const remember = () => {
    if (window.isDestroyed()) return;
    parts.remember(formatWindowState({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
  };
  // The page has a title too, which knows nothing of this.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', (event) => {
    remember();
    parts.onClose(event, window);
  });
  const load = () => window.loadURL(APP_URL).catch(() => {});
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    if (parts.mayReload()) void load();
    else parts.onHopeless();
  });
  void load();
  return {
    window,
    remember,
    reveal() {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    rename(title, icon) {
      if (window.isDestroyed()) return;
      window.setTitle(title);
      // macOS has one icon for all windows, in the dock.
      if (process.platform !== 'darwin') window.setIcon(icon);
    },
  };
}
