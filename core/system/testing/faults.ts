import { readFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** What is to happen to a process at one of its steps. */
export interface Fault {
  /**
   * `kill`: SIGKILL, which what it has started outlives; `kill-all`: to its children as well; `full`: from that step on the
   * disk is full.
   */
  readonly kind: 'none' | 'kill' | 'kill-all' | 'full';
  /** Counted from 1. */
  readonly at: number;
}

/** Reads `kill:12`; nothing happens where there is no such text. */
export function readFault(text: string | undefined): Fault {
  const [, kind, at] = /^(kill|kill-all|full):(\d+)$/.exec(text ?? '') ?? [];
  if (kind !== 'kill' && kind !== 'kill-all' && kind !== 'full') return { kind: 'none', at: 0 };
  return { kind, at: Number(at) };
}

export interface Steps {
  /** To be called before a change; dies or throws where that is its fate. `takesRoom`: where a full disk would stop it. */
  step(takesRoom: boolean): void;
  /** Whether the next step is the last. */
  isNext(): boolean;
  count(): number;
}

/** Counts steps until the fault. */
export function createSteps(fault: Fault): Steps {
  let count = 0;
  return {
    step(takesRoom) {
      count += 1;
      if (fault.kind === 'none' || count < fault.at) return;
      if (fault.kind === 'full') {
        if (takesRoom) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        return;
      }
      if (fault.kind === 'kill-all') {
        const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
        for (const child of children.split(' ').filter(Boolean)) process.kill(Number(child), 'SIGKILL');
      }
      process.kill(process.pid, 'SIGKILL');
    },
    isNext: () => fault.kind !== 'none' && fault.kind !== 'full' && count + 1 === fault.at,
    count: () => count,
  };
}

const TAKES_ROOM = { rename: false, rm: false, unlink: false, link: true, mkdir: true, writeFile: true };
const names = ['rename', 'rm', 'unlink', 'link', 'mkdir', 'writeFile'] as const;

/** From now on each change to the file system is a step of this process. */
export async function countChanges({ step }: Steps): Promise<void> {
  const around = (object: object, name: string, takesRoom: (args: unknown[]) => boolean | null) => {
    const real: unknown = Reflect.get(object, name);
    if (typeof real !== 'function') throw new Error(`no ${name}`);
    Reflect.set(object, name, async function (this: unknown, ...args: unknown[]) {
      const takes = takesRoom(args);
      if (takes !== null) step(takes);
      return Reflect.apply(real, this, args);
    });
  };
  // What is done to a temporary file but writing it leaves the same temporary file.
  const file = await promises.open(process.execPath);
  const prototype: unknown = Object.getPrototypeOf(file);
  await file.close();
  if (typeof prototype !== 'object' || prototype === null) throw new Error('no files');
  around(prototype, 'writeFile', () => true);
  for (const name of names) around(promises, name, () => TAKES_ROOM[name]);
  around(promises, 'open', ([, flags]) => (flags === 'wx' ? true : null));
  syncBuiltinESMExports();
}
