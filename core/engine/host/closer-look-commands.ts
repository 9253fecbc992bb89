import type { CloserLook } from '../../contract.ts';
import { lookCloser } from '../closer-look.ts';
import { NOBODY } from '../observer.ts';
import type { EngineOptions, House } from '../open.ts';
import type { ReportBook } from '../report/book.ts';
import { deepContactsOf } from '../report/deep-contacts.ts';
import type { Desk } from './desk.ts';
import { DONE, type Handlers, refused } from './outcomes.ts';

type Standing = Omit<CloserLook, 'contacts'>;

const NEVER: Standing = { stage: 'never', done: 0, all: 0 };

export interface CloserLookParts {
  readonly house: () => House;
  readonly book: Pick<ReportBook, 'onDeep' | 'onNetwork'>;
  readonly signal: AbortSignal;
}

export interface CloserLookCommands {
  readonly handlers: Pick<Handlers, 'closerLook' | 'lookCloser'>;
  /** Calls off the one that is under way: this is another network, or everything is erased. */
  forget(): void;
}

/** Commands of the closer look: one at a time, begun and called off by the person. */
export function createCloserLookCommands(
  options: EngineOptions,
  desk: Desk,
  { house, book, signal }: CloserLookParts,
): CloserLookCommands {
  let standing = NEVER;
  let running: AbortController | null = null;
  const stop = (next: Standing): void => {
    running?.abort(new Error('the closer look was called off'));
    running = null;
    standing = next;
  };
  signal.addEventListener('abort', () => stop(NEVER), { once: true });

  async function look(own: AbortController): Promise<void> {
    const parts = house().parts(desk.tell, { ...NOBODY, onNetwork: book.onNetwork });
    try {
      const onProgress = (done: number, all: number) => {
        if (running === own) standing = { stage: 'running', done, all };
      };
      const measured = await lookCloser(parts, { signal: own.signal, onProgress });
      if (running !== own) return;
      book.onDeep(measured);
      standing = { ...standing, stage: 'done' };
    } catch (error) {
      // Who called it off has said how it stands.
      if (own.signal.aborted) return;
      standing = { ...standing, stage: 'failed' };
      desk.tell({
        event: 'error',
        code: 'internal',
        message: error instanceof Error ? error.message : String(error),
      });
    } finally {
      if (running === own) running = null;
    }
  }

  return {
    handlers: {
      async closerLook() {
        const contacts = deepContactsOf(house(), options.timeZone).map((group) => ({
          ...group,
          hosts: [...group.hosts],
        }));
        return { ok: true, value: { contacts, ...standing } };
      },
      async lookCloser({ on }) {
        if (!on) {
          if (running !== null) stop({ ...standing, stage: 'stopped' });
          return DONE;
        }
        if (running !== null) return refused('wrong-phase');
        running = new AbortController();
        standing = { stage: 'running', done: 0, all: 0 };
        void look(running);
        return DONE;
      },
    },
    forget: () => stop(NEVER),
  };
}
