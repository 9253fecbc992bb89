import { EventEmitter } from 'node:events';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type * as E from 'electron';
import { record, whenTold } from './told.ts';

/** What the desktop would draw: recorded, and pressed from afar. */
interface MenuDouble {
  readonly template: readonly E.MenuItemConstructorOptions[];
}
export const Menu = {
  buildFromTemplate: (template: E.MenuItemConstructorOptions[]): MenuDouble => ({ template }),
  setApplicationMenu() {},
};

interface ImageDouble {
  readonly file: string;
}
export const nativeImage = {
  createFromPath: (path: string): ImageDouble => ({ file: basename(path) }),
};

export class Tray extends EventEmitter {
  private tooltip = '';
  private menu: MenuDouble = { template: [] };
  private image: ImageDouble;

  constructor(image: ImageDouble) {
    super();
    this.image = image;
    whenTold('tray', ({ label }) => {
      const item = this.menu.template.find((each) => each.label === label && each.enabled !== false);
      // Of what Electron hands to a click, the program uses nothing.
      if (item?.click !== undefined) Reflect.apply(item.click, undefined, []);
    });
  }
  setImage(image: ImageDouble) {
    this.image = image;
    this.tell();
  }
  setToolTip(tooltip: string) {
    this.tooltip = tooltip;
  }
  setContextMenu(menu: MenuDouble) {
    this.menu = menu;
    this.tell();
  }
  private tell() {
    const labels = this.menu.template.map(({ label }) => label ?? '—');
    record({ what: 'tray', tooltip: this.tooltip, labels, icon: this.image.file });
  }
}

export class Notification extends EventEmitter {
  static isSupported = () => true;
  private readonly options: E.NotificationConstructorOptions;

  constructor(options: E.NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show() {
    record({ what: 'notification', title: this.options.title ?? '', body: this.options.body ?? '' });
  }
}

let answer: number | undefined;
whenTold('answer', ({ response }) => {
  answer = response;
});
export const dialog = {
  async showMessageBox(_window: unknown, { message, detail, cancelId }: E.MessageBoxOptions) {
    record({ what: 'dialog', message, detail: detail ?? '' });
    const response = answer ?? cancelId ?? 0;
    answer = undefined;
    return { response, checkboxChecked: false };
  },
  /** A file of that name in the home of whoever runs the test, without asking. */
  async showSaveDialog({ defaultPath = '' }: E.SaveDialogOptions) {
    record({ what: 'dialog', message: defaultPath, detail: '' });
    return { canceled: false, filePath: join(homedir(), basename(defaultPath)) };
  },
  showErrorBox: (message: string, detail: string) => record({ what: 'dialog', message, detail }),
} satisfies { showMessageBox: unknown; showSaveDialog: unknown } & Pick<E.Dialog, 'showErrorBox'>;

export const shell: Pick<E.Shell, 'openExternal'> = {
  openExternal: async (url) => record({ what: 'external', url }),
};

export const nativeTheme = Object.assign(new EventEmitter(), {
  themeSource: 'system',
  shouldUseDarkColors: false,
});

export const powerMonitor = new EventEmitter();
whenTold('power', ({ event }) => powerMonitor.emit(event));

const DISPLAY = { id: 1, workArea: { x: 0, y: 0, width: 1280, height: 800 } };
export const screen = { getPrimaryDisplay: () => DISPLAY, getAllDisplays: () => [DISPLAY] };
