import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type * as E from 'electron';
import { type BrowserContext, chromium, type Page, type Route } from 'playwright';
import { CHROMIUM_PATH } from '../chromium.ts';
import { devtoolsPort } from '../devtools-port.ts';
import { fromStandIn } from './addresses.ts';
import { chromiumSwitches } from './switches.ts';
import { record } from './told.ts';

type Doubled = Pick<
  E.Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setProxy'
  | 'closeAllConnections'
  | 'getUserAgent'
  | 'setUserAgent'
  | 'clearStorageData'
  | 'clearCache'
> & {
  readonly protocol: Pick<E.Protocol, 'handle'>;
  readonly webRequest: { onBeforeRequest(guard: Guard): void };
};
type Guard = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;
type Handler = Parameters<E.Protocol['handle']>[1];

const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) footbridge/0.1.0 Chrome/150.0.0.0 Electron/45.4.1 Safari/537.36';

/** A session: a Chromium of its own, with the handlers, the guard and the proxy it was given. */
export class SessionDouble extends EventEmitter implements Doubled {
  private guard: Guard = (_details, answer) => answer({});
  private handlers = new Map<string, Handler>();
  private proxy: E.ProxyConfig = {};
  private userAgent = USER_AGENT;
  private opened: Promise<BrowserContext> | undefined;

  readonly partition: string | null;

  constructor(partition: string | null) {
    super();
    this.partition = partition;
  }

  readonly protocol = {
    handle: (scheme: string, handler: Handler) => void this.handlers.set(scheme, handler),
  };
  readonly webRequest = {
    onBeforeRequest: (guard: Guard) => {
      this.guard = guard;
    },
  };

  setPermissionRequestHandler() {}
  setPermissionCheckHandler() {}
  setDevicePermissionHandler() {}
  async clearStorageData() {
    await (await this.opened)?.clearCookies();
  }
  async clearCache() {}
  async closeAllConnections() {}
  getUserAgent = () => this.userAgent;
  setUserAgent(userAgent: string) {
    this.userAgent = userAgent;
  }

  async setProxy(config: E.ProxyConfig) {
    this.proxy = config;
    const { proxyRules, proxyBypassRules, mode } = config;
    record({
      what: 'proxy',
      partition: this.partition,
      rules: proxyRules ?? mode ?? '',
      bypass: proxyBypassRules ?? '',
    });
  }

  /** Chromium, started when the first window of this session wants to load something. */
  context(): Promise<BrowserContext> {
    this.opened ??= this.launch();
    return this.opened;
  }

  async close() {
    await (await this.opened)?.close();
  }

  private async launch(): Promise<BrowserContext> {
    const { proxyRules, proxyBypassRules } = this.proxy;
    const profile = mkdtempSync(join(process.env.FOOTBRIDGE_HOME ?? '', 'chromium-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM_PATH,
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--remote-debugging-port=0', ...chromiumSwitches],
      reducedMotion: 'reduce',
      userAgent: this.userAgent,
      ...(proxyRules === undefined ? {} : { proxy: { server: proxyRules, bypass: proxyBypassRules ?? '' } }),
    });
    await context.route('**/*', (route) => this.answer(route).catch(() => route.abort().catch(() => {})));
    record({ what: 'devtools', port: await devtoolsPort(profile), partition: this.partition });
    return context;
  }

  private isCancelled(url: string): Promise<boolean> {
    return new Promise((resolve) => this.guard({ url }, ({ cancel }) => resolve(cancel === true)));
  }

  private async answer(route: Route): Promise<void> {
    const request = route.request();
    const url = fromStandIn(request.url());
    // Answered with nothing, a page stays where it is: as if it had been prevented.
    if (request.isNavigationRequest() && !this.mayNavigate(request.frame().page(), url))
      return route.fulfill({ status: 204 });
    if (await this.isCancelled(url)) {
      record({ what: 'cancelled', url });
      return route.abort('blockedbyclient');
    }
    const handler = this.handlers.get(new URL(url).protocol.slice(0, -1));
    // Only what goes through somebody's proxy may leave: a test must reach nobody else.
    if (handler === undefined) return this.proxy.proxyRules === undefined ? route.abort() : route.continue();
    const response = await handler(new Request(url, { method: request.method() }));
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  /** Set by the windows of this session. */
  mayNavigate: (page: Page, url: string) => boolean = () => true;
}
