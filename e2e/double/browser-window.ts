import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type * as E from 'electron';
import { app } from './app.ts';
import { exposeIpc } from './ipc-main.ts';
import { session } from './sessions.ts';
import { record, whenTold } from './told.ts';
import { WebContentsDouble } from './web-contents.ts';

type Doubled = Pick<
  E.BrowserWindow,
  | 'loadURL'
  | 'show'
  | 'hide'
  | 'focus'
  | 'restore'
  | 'maximize'
  | 'destroy'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFocused'
  | 'isDestroyed'
  | 'getNormalBounds'
  | 'setTitle'
  | 'setIcon'
>;

let count = 0;
const all: BrowserWindow[] = [];

/** A window that is not drawn: its page is a tab of its session's Chromium. */
export class BrowserWindow extends EventEmitter implements Doubled {
  readonly id = ++count;
  private readonly options: E.BrowserWindowConstructorOptions;
  readonly webContents: WebContentsDouble;
  private destroyed = false;
  private focused = false;
  private maximized = false;

  constructor(options: E.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    const { partition, preload } = options.webPreferences ?? {};
    const own = partition === undefined ? session.defaultSession : session.fromPartition(partition);
    this.webContents = new WebContentsDouble(own, async (page, contents) => {
      if (preload === undefined) return;
      await exposeIpc(page, contents);
      await page.addInitScript({ content: readFileSync(preload, 'utf8') });
    });
    own.mayNavigate = (page, url) => all.every((window) => window.webContents.mayNavigate(page, url));
    all.push(this);
    this.tell(options.show ?? true);
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string) {
    await this.webContents.load(url);
    this.emit('ready-to-show');
  }
  show() {
    this.focused = true;
    this.tell(true);
  }
  hide() {
    this.focused = false;
    this.tell(false);
  }
  focus() {}
  restore() {}
  maximize() {
    this.maximized = true;
  }
  isMinimized = () => false;
  isMaximized = () => this.maximized;
  isFocused = () => this.focused;
  isDestroyed = () => this.destroyed;
  setTitle() {}
  setIcon() {}
  getNormalBounds = () => {
    const { x = 0, y = 0, width = 800, height = 600 } = this.options;
    return { x, y, width, height };
  };
  setFocused(isFocused: boolean) {
    this.focused = isFocused;
    record({ what: 'focus', isFocused });
  }
  /** As if the person pressed the window's cross. */
  close() {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit('close', { preventDefault });
    if (!isPrevented) this.destroy();
  }
  destroy() {
    this.destroyed = true;
    all.splice(all.indexOf(this), 1);
    void this.webContents.close();
    this.emit('closed');
  }

  private tell(shown: boolean) {
    const { partition, sandbox, contextIsolation, nodeIntegration, preload } =
      this.options.webPreferences ?? {};
    record({
      what: 'window',
      id: this.id,
      shown,
      options: {
        partition: partition ?? null,
        sandbox: sandbox === true,
        contextIsolation: contextIsolation === true,
        nodeIntegration: nodeIntegration === true,
        hasPreload: preload !== undefined,
      },
    });
  }
}

whenTold('close-window', () => all[0]?.close());
whenTold('focus', ({ isFocused }) => all[0]?.setFocused(isFocused));
