import { readdirSync, readFileSync } from 'node:fs';
import { type Browser, test as base, chromium, type Page } from '@playwright/test';
import { CHROMIUM } from '../chromium.ts';
import { startElectronApp } from '../electron-app.ts';
import { startWebShell } from '../web-shell-process.ts';

/** A shell in the censored network, as a person has it in front of them. */
export interface Shell {
  readonly page: Page;
  /** Ends the engine's process as the system does when memory is short. */
  killEngine(): void;
  /** Ends the shell and its engine at once, without a word. */
  killAll(): void;
}

export type ShellName = 'web' | 'electron';

type Environment = Readonly<Record<string, string>>;

interface Fixtures {
  /** Opens a shell whose browser prefers a language, in a window of a size. */
  readonly openShell: (
    shell: ShellName,
    options?: {
      readonly locale?: string;
      readonly width?: number;
      readonly height?: number;
      readonly env?: Environment;
    },
  ) => Promise<Shell>;
  /** A browser of its own that goes through the local proxy at that port. */
  readonly through: (port: number) => Promise<Page>;
}

/** Processes started by a process, or by those: Linux tells them in /proc. */
function descendants(of: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === of ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** The engine among the processes of a shell: both shells start it from a file of that name. */
function engineOf(shell: number): number {
  const engine = descendants(shell).find((id) =>
    /engine\.cjs/.test(readFileSync(`/proc/${id}/cmdline`, 'utf8')),
  );
  if (engine === undefined) throw new Error('no engine is running');
  return engine;
}

const killing = (shell: number): Pick<Shell, 'killEngine' | 'killAll'> => ({
  killEngine: () => process.kill(engineOf(shell), 'SIGKILL'),
  killAll() {
    const engine = engineOf(shell);
    // Stopped first, so that the engine does not notice the shell's end.
    process.kill(engine, 'SIGSTOP');
    process.kill(shell, 'SIGKILL');
    process.kill(engine, 'SIGKILL');
  },
});

/** What the lab says its sites' key is; a browser would not trust its root otherwise. */
function labKey(): string {
  const key = process.env.FOOTBRIDGE_LAB_KEY;
  if (key === undefined)
    throw new Error('run this by `npm run e2e -- lab/NAME`: it needs the censored network');
  return key;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  openShell: async ({}, use) => {
    const closing: (() => Promise<unknown>)[] = [];
    await use(async (shell, { locale = 'en-US', width = 1100, height = 760, env = {} } = {}) => {
      if (shell === 'electron') {
        const app = await startElectronApp({
          engine: 'real',
          args: [],
          env: { ...labEnvironment(), FB_LOCALE: locale, ...env },
        });
        closing.unshift(() => app.dispose());
        await app.page.setViewportSize({ width, height });
        return { page: app.page, ...killing(app.process.pid ?? 0) };
      }
      const web = await startWebShell({ env: { LANG: `${locale.replace('-', '_')}.UTF-8`, ...env } });
      closing.unshift(() => web.dispose());
      const browser = await chromium.launch(CHROMIUM);
      closing.unshift(() => browser.close());
      const page = await browser.newPage({ locale, viewport: { width, height } });
      await page.goto(web.address);
      return { page, ...killing(web.process.pid ?? 0) };
    });
    for (const close of closing) await close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
  through: async ({}, use) => {
    const browsers: Browser[] = [];
    await use(async (port) => {
      const { args = [], ...options } = CHROMIUM;
      const browser = await chromium.launch({
        ...options,
        args: [
          ...args,
          `--proxy-server=socks5://127.0.0.1:${port}`,
          `--ignore-certificate-errors-spki-list=${labKey()}`,
        ],
      });
      browsers.push(browser);
      return browser.newPage();
    });
    for (const browser of browsers) await browser.close();
  },
});

/** What makes the engine trust the lab as it would the real world. */
function labEnvironment(): Record<string, string> {
  const names = ['NODE_EXTRA_CA_CERTS', 'FOOTBRIDGE_RESOURCES', 'TZ'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
