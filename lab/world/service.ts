import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Network } from '../namespaces/index.ts';

const STOP_MS = 500;

/** A program running in the world, with its own process group and log. */
export class Service {
  readonly name: string;
  readonly log: string;
  readonly #child: ChildProcess;

  /** Starts `argv`; what it says goes to `folder`/`name`.log. */
  constructor(network: Network, folder: string, name: string, argv: readonly string[]) {
    this.name = name;
    this.log = join(folder, `${name}.log`);
    const file = openSync(this.log, 'w');
    this.#child = network.exec('world', argv, { detached: true, stdio: ['ignore', file, file] });
    closeSync(file);
    this.#child.on('error', () => {});
  }

  get isRunning(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits until the log says `mark`. Rejects with the log's end when the program ends first or `ms` have passed. */
  async says(mark: string, ms = 30_000): Promise<void> {
    const deadline = performance.now() + ms;
    for (;;) {
      const text = readFileSync(this.log, 'utf8');
      if (text.includes(mark)) return;
      if (!this.isRunning) throw new Error(`${this.name} ended: ${text.slice(-500)}`);
      if (performance.now() > deadline) throw new Error(`${this.name} did not start: ${text.slice(-500)}`);
      await setTimeout(3);
    }
  }

  /** Ends the program and what it has started; resolves when it is gone. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await Promise.race([gone, setTimeout(STOP_MS, undefined, { ref: false })]);
    try {
      process.kill(-Number(this.#child.pid), 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
    await gone;
  }
}
