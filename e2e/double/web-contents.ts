import { EventEmitter } from 'node:events';
import type * as E from 'electron';
import type { Page } from 'playwright';
import { fromStandIn, toStandIn } from './addresses.ts';
import type { SessionDouble } from './session.ts';

type Doubled = Pick<
  E.WebContents,
  'getURL' | 'isDestroyed' | 'send' | 'reload' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'
>;
type OpenHandler = Parameters<E.WebContents['setWindowOpenHandler']>[0];

type Adopt = (page: Page, contents: WebContentsDouble) => Promise<void>;

const DETAILS = {
  frameName: '',
  features: '',
  disposition: 'default',
  referrer: { url: '', policy: 'default' },
} as const;

/** What a window shows: a page of its session's Chromium. */
export class WebContentsDouble extends EventEmitter implements Doubled {
  private page: Page | undefined;
  private expected = '';
  private openHandler: OpenHandler = () => ({ action: 'deny' });

  readonly session: SessionDouble;
  private readonly adopt: Adopt;

  constructor(session: SessionDouble, adopt: Adopt) {
    super();
    this.session = session;
    this.adopt = adopt;
  }

  getURL = () => fromStandIn(this.page?.url() ?? '');
  isDestroyed = () => this.page?.isClosed() ?? false;
  setWebRTCIPHandlingPolicy() {}
  setWindowOpenHandler(handler: OpenHandler) {
    this.openHandler = handler;
  }
  reload() {
    this.expected = this.getURL();
    void this.page?.reload().catch(() => {});
  }

  /** A page that is going away takes its messages along, as it does in Electron. */
  send(channel: string, ...args: unknown[]) {
    void this.page
      ?.evaluate(([name, values]) => Reflect.get(globalThis, '__ipcIn')?.(name, values), [
        channel,
        args,
      ] as const)
      .catch(() => {});
  }

  async load(url: string): Promise<void> {
    this.page ??= await this.open();
    this.expected = url;
    try {
      await this.page.goto(toStandIn(url), { waitUntil: 'commit' });
    } catch (error) {
      this.emit('did-fail-load', {}, -130, String(error), url, true);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.page?.close().catch(() => {});
  }

  /** Whether its page may go there: where `load` sends it, where it is, or where nobody objects. */
  mayNavigate(page: Page, url: string): boolean {
    if (page !== this.page || url === this.expected || url === this.getURL()) return true;
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit('will-navigate', { preventDefault, url }, url);
    return !isPrevented;
  }

  private async open(): Promise<Page> {
    const context = await this.session.context();
    const [first] = context.pages().filter((page) => page.url() === 'about:blank');
    const page = first ?? (await context.newPage());
    page.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame())
        this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    });
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    page.on('close', () => this.emit('destroyed'));
    page.on('popup', (popup) => {
      this.openHandler({ url: fromStandIn(popup.url()), ...DETAILS });
      void popup.close();
    });
    await this.adopt(page, this);
    return page;
  }
}
