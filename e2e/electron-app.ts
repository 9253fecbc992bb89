import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type Browser,
  test as base,
  chromium,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test';
import type { Bridge, State } from '../core/contract.ts';
import { CHROMIUM_PATH } from './chromium.ts';
import { doubleProgram, type EngineKind } from './double/program.ts';
import type { Recorded, Told } from './double/records.ts';
import { removeFolder } from './remove-folder.ts';

declare global {
  interface Window {
    readonly footbridge: Bridge;
  }
}

/** The real Electron to run on instead of the double, where there is one. */
const REAL = process.env.FB_REAL_ELECTRON;
export const isReal = REAL !== undefined;

/** A running Footbridge, as a test sees it. */
export interface ElectronApp {
  readonly page: Page;
  /** Its folder, with nothing of the person in it. */
  readonly home: string;
  /** What the desktop was asked for; the double alone can say. */
  recorded<W extends Recorded['what']>(what: W): readonly Extract<Recorded, { what: W }>[];
  tell(told: Told): void;
  /** What the scripted engine is to say. */
  say(state: State): void;
  /** The page of a messenger's window. */
  messengerPage(partition: string): Promise<Page>;
  readonly process: ChildProcess;
  /** Resolves once the program has ended. */
  readonly ended: Promise<number | null>;
}

interface Launched extends ElectronApp {
  /** Takes our hands from its pages: what still holds on to them when it ends would fail. */
  letGo(): Promise<void>;
  /** Ends what lives on after a program that was killed. */
  endBrowsers(): Promise<void>;
}

interface Options {
  readonly engine: EngineKind;
  /** Arguments and variables the program is started with. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Without these a program of the system does not start, or finds no screen. */
const PASSED = ['PATH', 'DISPLAY', 'XAUTHORITY', 'SystemRoot', 'SystemDrive', 'TEMP', 'TMP'];

function environment(home: string, env: Readonly<Record<string, string>>): Record<string, string> {
  const passed = PASSED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const { LANG = 'C.UTF-8' } = process.env;
  return {
    ...Object.fromEntries(passed),
    LANG,
    HOME: home,
    ...(process.platform === 'win32' && { USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home }),
    XDG_CONFIG_HOME: join(home, 'config'),
    FOOTBRIDGE_HOME: join(home, 'footbridge'),
    FOOTBRIDGE_CHROMIUM: CHROMIUM_PATH,
    // The person's own keyring is none of a test's business.
    FOOTBRIDGE_KEYRING: 'off',
    ...env,
  };
}

/** A package knows its own program; Electron alone has to be told ours. */
function isPackage(binary: string): boolean {
  const folder = dirname(binary);
  return ['resources', '../Resources'].some((name) => existsSync(join(folder, name, 'app.asar')));
}

async function launchReal(home: string, { args, env }: Options): Promise<Launched> {
  const binary = REAL ?? '';
  const main = join(import.meta.dirname, '..', 'dist', 'main.cjs');
  const app = await electron.launch({
    executablePath: binary,
    args: isPackage(binary) ? [...args] : [main, ...args],
    env: environment(home, env),
  });
  const child = app.process();
  const onlyDouble = (): never => {
    throw new Error('only the double can do this');
  };
  return {
    page: await app.firstWindow(),
    home,
    recorded: onlyDouble,
    tell: onlyDouble,
    say: onlyDouble,
    messengerPage: onlyDouble,
    process: child,
    ended: new Promise((resolve) => child.once('exit', resolve)),
    letGo: async () => undefined,
    endBrowsers: async () => undefined,
  };
}

async function launchDouble(home: string, { engine, args, env }: Options): Promise<Launched> {
  const child = spawn(process.execPath, [doubleProgram(engine), ...args], {
    env: environment(home, env),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const records: Recorded[] = [];
  child.on('message', (recorded: Recorded) => records.push(recorded));
  const recorded: ElectronApp['recorded'] = (what) => {
    const isWanted = (each: Recorded): each is Extract<Recorded, { what: typeof what }> => each.what === what;
    return records.filter(isWanted);
  };
  const browsers = new Map<string | null, Browser>();
  const pageOf = async (partition: string | null): Promise<Page> => {
    const find = () => recorded('devtools').find((each) => each.partition === partition);
    await expect.poll(find, { timeout: 20_000 }).toBeDefined();
    const browser =
      browsers.get(partition) ?? (await chromium.connectOverCDP(`http://127.0.0.1:${find()?.port}`));
    browsers.set(partition, browser);
    const page = browser.contexts()[0]?.pages()[0];
    if (page === undefined) throw new Error('no window');
    return page;
  };
  const page = await pageOf(null).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  await page.waitForFunction(() => 'footbridge' in window);
  return {
    page,
    home,
    recorded,
    tell: (told) => void child.send(told),
    say(state) {
      const file = join(home, 'footbridge', 'state.json');
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    },
    messengerPage: pageOf,
    process: child,
    ended: new Promise((resolve) => child.once('exit', resolve)),
    async letGo() {
      // Only we hang up; where the program has ended, there is nobody any more.
      await Promise.all([...browsers.values()].map((browser) => browser.close().catch(() => undefined)));
    },
    async endBrowsers() {
      for (const { port } of recorded('devtools')) {
        const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => null);
        const session = await browser?.newBrowserCDPSession();
        await session?.send('Browser.close').catch(() => undefined);
      }
    },
  };
}

/** Starts the program in a home of its own; `dispose` ends it and removes that. */
export async function startElectronApp(
  options: Options,
): Promise<ElectronApp & { dispose(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'footbridge-e2e-'));
  mkdirSync(join(home, 'footbridge'));
  const { letGo, endBrowsers, ...app } = await (isReal ? launchReal : launchDouble)(home, options);
  return {
    ...app,
    async dispose() {
      await letGo();
      app.process.kill('SIGTERM');
      const late = setTimeout(() => app.process.kill('SIGKILL'), 5_000);
      await app.ended;
      clearTimeout(late);
      if (app.process.signalCode === 'SIGKILL') await endBrowsers();
      await removeFolder(home);
    },
  };
}

/** Tests get a freshly started program; what they leave running is ended. */
export const test = base.extend<{ options: Options; app: ElectronApp }>({
  options: [{ engine: 'real', args: [], env: {} }, { option: true }],
  app: async ({ options }, use) => {
    const app = await startElectronApp(options);
    await use(app);
    await app.dispose();
  },
});
export { expect };
