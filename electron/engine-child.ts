import type { UtilityProcess } from 'electron';
import type { EngineProcess } from '../core/link.ts';

/** A utility process as the shell's end of an engine. */
export function utilityEngine(child: Pick<UtilityProcess, 'postMessage' | 'on' | 'kill'>): EngineProcess {
  let tell = (): void => undefined;
  let isOver = false;
  child.on('exit', () => {
    isOver = true;
    tell();
  });
  return {
    post(message) {
      if (!isOver) child.postMessage(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose(listener) {
      tell = listener;
      if (isOver) listener();
    },
    kill: () => void child.kill(),
  };
}
