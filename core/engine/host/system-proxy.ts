import type { ComputerView } from '../../contract.ts';
import type { ProxyMode } from '../../model/computer.ts';
import type { Computer } from '../../system/computer.ts';
import { type ProxySettings, SettingsError } from '../../system/settings/driver.ts';
import type { Restored } from '../../system/settings/restore.ts';
import type { Connection } from '../connect.ts';
import { type ReadText, whereBefore } from '../former-pac.ts';

/** Milliseconds that changing this computer's settings may take, and putting them back. */
const CHANGE_MS = 20_000;
const RESTORE_MS = 15_000;

export interface SystemProxyOptions {
  readonly computer: Computer;
  readonly readText: ReadText;
  /** What the person chose. */
  readonly mode: () => ProxyMode;
  readonly tell: (computer: Partial<ComputerView>) => void;
  /** For experts. */
  readonly onError: (message: string) => void;
}

/** The open door that settings lead to. */
export type Door = Pick<Connection, 'port' | 'pacUrl'> & {
  readonly session: Pick<Connection['session'], 'sendOthers'>;
};

/** Keeps this computer's settings in line with the connection: set once a way was proven, put back before it closes. */
export interface SystemProxy {
  /** A connection is open; nothing is set yet. */
  opened(door: Door): void;
  /** A way was proven. */
  proven(): void;
  /**
   * Leads one program to us by a setting of its own, put back with the rest. Rejects with SettingsError where it does not
   * let us, and where no way was proven.
   */
  leadApp(program: string, settings: ProxySettings): Promise<void>;
  /** Something else was chosen. Resolves when the settings are as they should be, or why not was told. */
  update(): Promise<void>;
  /** Other names lead to us: programs must read the PAC anew. */
  namesChanged(): void;
  /** Before the door closes: resolves when everything is put back. */
  closing(): Promise<void>;
  /** Puts back whatever there is, also of earlier runs. */
  restore(): Promise<Restored>;
}

/** Looks first for what a killed run left, and puts that back. */
export function createSystemProxy(options: SystemProxyOptions): SystemProxy {
  const { computer, tell } = options;
  let door: Door | null = null;
  let isProven = false;
  /** Programs keep a PAC by its address. */
  let reading = 0;
  /** What is set, as text; null: nothing. */
  let isSet: string | null = null;
  /** Whether something may have to be put back. */
  let isTouched = false;
  let work = new AbortController();
  let last: Promise<unknown> = recover();

  /** One after the other: settings must not be changed from two sides. */
  function inOrder<T>(next: () => Promise<T>): Promise<T> {
    const done = last.then(next);
    last = done.catch(() => undefined);
    return done;
  }

  async function recover(): Promise<void> {
    const recovered = await computer.recover(AbortSignal.timeout(RESTORE_MS)).catch(unrestored);
    if (recovered.failed.length > 0) notRestored(recovered);
    tell({ available: await computer.isAvailable(AbortSignal.timeout(RESTORE_MS)).catch(() => false) });
  }

  function wanted(): ProxySettings | null {
    const mode = options.mode();
    if (door === null || !isProven || mode === 'off') return null;
    if (mode === 'everything') return { kind: 'everything', host: '127.0.0.1', port: door.port };
    return { kind: 'pac', url: reading === 0 ? door.pacUrl : `${door.pacUrl}?${reading}` };
  }

  async function follow(): Promise<void> {
    const settings = wanted();
    if (settings === null) return putBack();
    const name = JSON.stringify(settings);
    if (name === isSet || door === null) return;
    const signal = AbortSignal.any([work.signal, AbortSignal.timeout(CHANGE_MS)]);
    isTouched = true;
    try {
      if (settings.kind === 'pac') await keepOthers(door, signal);
      await computer.change(settings, signal);
      isSet = name;
      tell({ isSet: true, problem: null });
    } catch (error) {
      isSet = null;
      if (work.signal.aborted) return;
      options.onError(text(error));
      tell({ isSet: false, problem: signal.aborted ? 'timed-out' : problemOf(error) });
    }
  }

  /** What is no messenger's goes on by the proxy that was there. */
  async function keepOthers({ session }: Door, signal: AbortSignal): Promise<void> {
    const previous = await computer.previous(signal);
    session.sendOthers(await whereBefore(previous, options.readText, signal));
  }

  async function lead(program: string, settings: ProxySettings): Promise<void> {
    if (door === null || !isProven) throw new SettingsError('refused', 'no way was proven');
    const signal = AbortSignal.any([work.signal, AbortSignal.timeout(CHANGE_MS)]);
    isTouched = true;
    try {
      await keepOthers(door, signal);
      await computer.leadApp(program, settings, signal);
    } catch (error) {
      if (error instanceof SettingsError) throw error;
      throw new SettingsError('timed-out', text(error), { cause: error });
    }
  }

  async function putBack(): Promise<void> {
    if (!isTouched) return tell({ problem: null });
    await putAllBack();
  }

  async function putAllBack(): Promise<Restored> {
    isSet = null;
    isTouched = false;
    const restored = await computer.restore(AbortSignal.timeout(RESTORE_MS)).catch(unrestored);
    if (restored.failed.length > 0) notRestored(restored);
    else tell({ isSet: false, problem: null });
    return restored;
  }

  function notRestored({ failed }: Restored): void {
    isTouched = true;
    options.onError(failed.map(({ driver, message }) => `${driver}: ${message}`).join('; '));
    tell({ isSet: false, problem: 'not-restored' });
  }

  return {
    opened(opened) {
      door = opened;
      isProven = false;
      work = new AbortController();
    },
    proven() {
      if (isProven) return;
      isProven = true;
      void inOrder(follow);
    },
    leadApp: (program, settings) => inOrder(() => lead(program, settings)),
    update: () => inOrder(follow),
    namesChanged() {
      reading += 1;
      if (isSet !== null) void inOrder(follow);
    },
    closing() {
      door = null;
      work.abort(new Error('the local proxy closes'));
      return inOrder(putBack);
    },
    restore: () => inOrder(putAllBack),
  };
}

function unrestored(error: unknown): Restored {
  return { restored: 0, left: 0, failed: [{ driver: 'all', message: text(error) }] };
}

function problemOf(error: unknown): ComputerView['problem'] {
  return error instanceof SettingsError ? error.failure : 'refused';
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
