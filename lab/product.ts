import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { type Line, parseLine } from './events.ts';
import type { Laboratory } from './laboratory.ts';
import type { Network } from './namespaces/index.ts';
import type { Scenario } from './scenario.ts';

const STOP_MS = 2000;

export interface ProductOptions {
  /** The program, one file of JavaScript. */
  readonly program: string;
  /** An empty folder: its memory. Logs go beside it. */
  readonly home: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock?: string | undefined;
  readonly command: 'connect' | 'share' | 'check' | 'check --deep';
  readonly mtproto: boolean;
}

/** Environment and command of the program as a person in the censored country would have them. */
function command({ program, home, env, clock }: ProductOptions, args: readonly string[]) {
  return {
    argv: [process.execPath, program, ...args],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      LANG: 'C.UTF-8',
      TZ: 'Europe/Moscow',
      FOOTBRIDGE_HOME: home,
      ...(clock !== undefined && fakeClock(clock)),
      ...env,
    },
  };
}

/** What makes the program trust the lab as it would trust the real world. */
export function productEnvironment(
  { world, overlay, systemStore }: Laboratory,
  { stateRoot, environment, programs }: Pick<Scenario, 'stateRoot' | 'environment' | 'programs'>,
): NodeJS.ProcessEnv {
  return {
    ...environment,
    NODE_EXTRA_CA_CERTS: world.root.cert,
    FOOTBRIDGE_RESOURCES: overlay(programs),
    ...(stateRoot && { SSL_CERT_FILE: systemStore }),
  };
}

/** The environment that sets one program's clock; its timers run on the monotonic clock, which is never wrong. */
function fakeClock(offset: string): NodeJS.ProcessEnv {
  const library = globFaketime();
  if (library === undefined) throw new Error('libfaketime is missing');
  return {
    LD_PRELOAD: library,
    FAKETIME: offset,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
}

function globFaketime(): string | undefined {
  return readdirSync('/usr/lib')
    .map((folder) => join('/usr/lib', folder, 'faketime', 'libfaketime.so.1'))
    .find((path) => existsSync(path));
}

/** Adds a link as a person would: `footbridge add`, the link on its standard input. */
export async function addLink(network: Network, options: ProductOptions, link: string): Promise<void> {
  const { argv, env } = command(options, ['add']);
  const child = network.exec('client', argv, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk));
  child.stdin?.end(`${link}\n`);
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`footbridge add ended with ${child.exitCode}: ${said.trim()}`);
}

/** `footbridge connect --json` (or `share`, or `check`), running in the client's namespace. */
export class Product {
  readonly lines: Line[] = [];
  /** Lines that are no events. */
  readonly complaints: string[] = [];
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #said = '';

  constructor(network: Network, options: ProductOptions) {
    const { argv, env } = command(options, [
      ...options.command.split(' '),
      '--json',
      ...(options.command === 'share' ? ['--yes'] : []),
      ...(options.mtproto && options.command === 'connect' ? ['--mtproto'] : []),
    ]);
    const start = performance.now();
    this.#child = network.exec('client', argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#closed = once(this.#child, 'close');
    const log = createWriteStream(join(options.folder, 'events.jsonl'));
    const errors = createWriteStream(join(options.folder, 'stderr.log'));
    this.#child.stderr?.pipe(errors);
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk}`.slice(-500);
    });
    if (!this.#child.stdout) throw new Error('no standard output');
    createInterface({ input: this.#child.stdout }).on('line', (text) => {
      const at = (performance.now() - start) / 1000;
      log.write(`${at.toFixed(3)} ${text}\n`);
      try {
        this.lines.push(parseLine(text, at));
      } catch {
        this.complaints.push(`not an event: ${text.slice(0, 200)}`);
      }
    });
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits until `isDone` of the lines so far, the program's end, or `seconds`. */
  async until(isDone: (lines: readonly Line[]) => boolean, seconds: number): Promise<void> {
    const deadline = performance.now() + seconds * 1000;
    for (let seen = -1; this.isRunning && performance.now() < deadline; await setTimeout(10)) {
      if (this.lines.length === seen) continue;
      seen = this.lines.length;
      if (isDone(this.lines)) return;
    }
  }

  /** What was wrong with an end that must come by itself within `seconds`, with exit code 0. */
  async end(seconds: number): Promise<string[]> {
    await this.until(() => false, seconds);
    if (this.isRunning) return [...(await this.stop()), `it did not end within ${seconds} s`];
    await this.#closed;
    return this.#child.exitCode === 0
      ? []
      : [`the exit code was ${this.#child.exitCode}: ${this.#said.trim()}`];
  }

  /** Ctrl-C. What was wrong with the end, in words: it must come within 2 s, with exit code 0. */
  async stop(): Promise<string[]> {
    if (!this.isRunning) {
      const code = this.#child.exitCode ?? this.#child.signalCode;
      return [`the program ended by itself (${code}): ${this.#said.trim().split('\n').at(-1)}`];
    }
    this.#child.kill('SIGINT');
    const inTime = await Promise.race([
      this.#closed.then(() => true),
      setTimeout(STOP_MS, false, { ref: false }),
    ]);
    if (!inTime) {
      this.#child.kill('SIGKILL');
      await this.#closed;
      return [`Ctrl-C did not end it within ${STOP_MS / 1000} s`];
    }
    return this.#child.exitCode === 0 ? [] : [`after Ctrl-C the exit code was ${this.#child.exitCode}`];
  }
}
