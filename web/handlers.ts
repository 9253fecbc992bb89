import type { EngineBridge, State } from '../core/contract.ts';
import type { StartAtLogin } from '../core/engine.ts';
import { done, notDone, pageUrl, platformName, type ShellHandlers, type WebApp } from '../core/shell-kit.ts';
import type { MessengerWindows } from './messenger-windows.ts';
import type { System } from './system.ts';
import { systemLanguage } from './system-language.ts';
import { openWithSystem } from './system-opener.ts';

export interface HandlerOptions {
  readonly engine: Pick<EngineBridge, 'call'>;
  readonly system: System;
  readonly windows: MessengerWindows;
  readonly version: string;
  /** What Node was told of the language. */
  readonly nodeLanguage: string;
  readonly startAtLogin: StartAtLogin;
  readonly webApps: ReadonlyMap<string, WebApp>;
  /** A folder of ours, in which people put files. */
  readonly handOverFolder: string;
  readonly state: () => State;
  /** Ends the program, after the answer had time to leave. */
  readonly quit: () => void;
}

/** What the web shell does itself. */
export function createHandlers(options: HandlerOptions): ShellHandlers {
  const { system, webApps, windows, startAtLogin } = options;
  const proxyPort = () => {
    const state = options.state();
    return state.phase === 'on' ? state.proxy.port : null;
  };
  const open = async (address: string) =>
    (await openWithSystem(address, system)) ? done(null) : notDone('no-program');

  return {
    async about() {
      const browser = windows.browser();
      return done({
        shell: 'web',
        platform: platformName(system.platform),
        version: options.version,
        systemLanguage: systemLanguage(system.env, options.nodeLanguage),
        ownWindow: browser === null ? null : { browser: browser.name },
        startsAtLogin: await startAtLogin.isOn(),
        hasTray: false,
      });
    },
    async saveReport(wish) {
      const packed = await options.engine.call('packReport', wish);
      return packed.ok ? done({ outcome: 'download', ...packed.value }) : packed;
    },
    // A browser tells no page where a file lies; the command line takes it.
    chooseProgram: async () => notDone('not-possible-here'),
    async openWindow({ messenger }) {
      const app = webApps.get(messenger);
      if (app === undefined) return notDone('not-found');
      const port = proxyPort();
      if (port === null) return notDone('wrong-phase');
      return windows.open({ messenger, url: app.url, proxyPort: port });
    },
    async openPage({ page }) {
      const url = pageUrl(page);
      return url === null ? notDone('not-found') : open(url);
    },
    openHandOverFolder: () => open(options.handOverFolder),
    async startAtLogin({ on }) {
      try {
        await startAtLogin.set(on);
        return done(null);
      } catch {
        return notDone('cannot-save');
      }
    },
    async quit() {
      options.quit();
      return done(null);
    },
  };
}
