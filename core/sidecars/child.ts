import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { ENDED, type EngineOrder, KEEPER_VARIABLE, STARTED } from './keeper.ts';
import { hearLines } from './lines.ts';

/** Milliseconds until a keeper must have started its engine. */
const START_MS = 10_000;
/** Milliseconds that keeper and engine may take to end. */
const END_MS = 5_000;
/** Milliseconds within which what a keeper said last has come through. */
const LAST_WORDS_MS = 300;

/** What runs `runGuardian` of this program. */
export interface KeeperCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** An engine that runs, with its keeper beside it. */
export interface EngineProcess {
  /** Of the engine. */
  readonly pid: number;
  /** Resolves when it has ended, asked or not; never rejects. */
  readonly ended: Promise<void>;
  /** Asks it to end; resolves when it has. Never rejects. */
  end(): Promise<void>;
}

/** Starts an engine; `onLine` hears what it prints. Rejects where it does not start. */
export type StartEngine = (order: EngineOrder, onLine: (line: string) => void) => Promise<EngineProcess>;

/**
 * Starts engines for real, each by a keeper of its own that outlives us by as long as it takes to end the engine. Should the
 * keeper be killed, the engine is ended by us.
 */
export function createEngineStart({ command, args, env }: KeeperCommand): StartEngine {
  return async (order, onLine) => {
    const keeper = spawn(command, [...args], {
      // Away from our terminal: its Ctrl-C is meant for us.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...env, [KEEPER_VARIABLE]: '1' },
      windowsHide: true,
    });
    keeper.stdin.on('error', () => undefined);
    const limit = AbortSignal.timeout(START_MS);
    let pid = 0;
    let hasEnded = false;
    const closed = once(keeper, 'close');
    const exited = once(keeper, 'exit').then(
      () => undefined,
      () => undefined,
    );
    const started = new Promise<number>((resolve, reject) => {
      hearLines(keeper.stdout, (line) => {
        if (line === ENDED) hasEnded = true;
        const id = pid === 0 ? STARTED.exec(line)?.[1] : undefined;
        if (id === undefined) return onLine(line);
        pid = Number(id);
        resolve(pid);
      });
      exited.then(() => reject(new Error('the engine did not start')));
      limit.addEventListener('abort', () => reject(new Error('the engine did not start in time')));
    });
    hearLines(keeper.stderr, onLine);
    keeper.stdin.write(`${JSON.stringify(order)}\n`);
    try {
      await started;
    } catch (error) {
      keeper.kill('SIGKILL');
      throw error;
    }
    const ended = exited.then(async () => {
      // What it said last is to be heard first; an engine that lives on holds its pipes open.
      await Promise.race([closed.catch(() => undefined), setTimeout(LAST_WORDS_MS)]);
      if (!hasEnded) kill(pid);
    });
    return {
      pid,
      ended,
      async end() {
        keeper.stdin.end();
        const over = new AbortController();
        setTimeout(END_MS, undefined, { signal: over.signal }).then(
          () => keeper.kill('SIGKILL'),
          () => undefined,
        );
        await ended;
        over.abort();
      },
    };
  };
}

/** Its keeper was killed this moment and ended nothing. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}
