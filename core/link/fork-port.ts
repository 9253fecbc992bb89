import type { ChildProcess } from 'node:child_process';
import type { EngineProcess, MessagePortLike } from './port.ts';

/** A process made by `fork()` as a shell's end of an engine. */
export function forkedEngine(child: ChildProcess): EngineProcess {
  let tell = (): void => undefined;
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    tell();
  };
  child.once('exit', over);
  // It could not be started, or not be sent to: either way it is of no more use.
  child.on('error', () => {
    child.kill('SIGKILL');
    if (child.pid === undefined) over();
  });
  return {
    post(message) {
      if (child.connected) child.send(toSerializable(message), () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose(listener) {
      tell = listener;
      if (isOver) listener();
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** The same channel seen from inside the forked process. */
export function parentPort(self: NodeJS.Process = process): MessagePortLike {
  return {
    post(message) {
      if (self.connected) self.send?.(toSerializable(message), undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void self.on('message', listener),
    onClose(listener) {
      if (self.connected) self.once('disconnect', listener);
      else listener();
    },
  };
}

/** What `send` may be given: an object. */
function toSerializable(message: unknown): object {
  return typeof message === 'object' && message !== null ? message : { message };
}
