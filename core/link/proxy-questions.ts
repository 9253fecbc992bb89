import type { FindProxy } from '../model/network-proxy.ts';
import type { ToShell } from './messages.ts';

/** A shell that does not answer must not be asked without end; each question waits until its signal says otherwise. */
const MOST_QUESTIONS = 64;

/** What a shell can do for an engine in a process of its own. */
export interface ShellHelp {
  readonly findProxy: FindProxy;
}

/** Questions to a shell about a network's own script, and their answers; one too many is answered by nobody. */
export function createProxyQuestions(
  post: (message: ToShell) => void,
): ShellHelp & { answered(id: number, answer: string | null): void } {
  const waiting = new Map<number, (answer: string | null) => void>();
  let next = 0;
  return {
    findProxy(script, url, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (waiting.size >= MOST_QUESTIONS) return Promise.resolve(null);
      const id = next++;
      return new Promise((resolve, reject) => {
        const abort = () => {
          waiting.delete(id);
          reject(signal.reason);
        };
        signal.addEventListener('abort', abort, { once: true });
        waiting.set(id, (answer) => {
          signal.removeEventListener('abort', abort);
          waiting.delete(id);
          resolve(answer);
        });
        post({ kind: 'find-proxy', id, script: script.slice(0, 4096), url: url.slice(0, 4096) });
      });
    },
    answered: (id, answer) => waiting.get(id)?.(answer),
  };
}
