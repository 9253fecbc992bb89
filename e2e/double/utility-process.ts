import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type * as E from 'electron';
import { record } from './told.ts';

class UtilityDouble extends EventEmitter implements Pick<E.UtilityProcess, 'postMessage' | 'kill'> {
  private readonly child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.child = child;
    child.on('message', (message) => this.emit('message', message));
    child.on('exit', (code) => this.emit('exit', code ?? 1));
    child.on('error', () => {});
    if (child.pid !== undefined) record({ what: 'engine', pid: child.pid });
  }
  postMessage(message: unknown) {
    if (this.child.connected && typeof message === 'object' && message !== null)
      this.child.send(message, () => undefined);
  }
  kill = () => this.child.kill();
}

export const utilityProcess = {
  fork: (path: string, args: string[] = [], _options: E.ForkOptions = {}) =>
    new UtilityDouble(
      fork(path, args, {
        execArgv: ['--require', join(__dirname, 'parent-port.cjs')],
        serialization: 'advanced',
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    ),
};
