import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { Network } from '../namespaces/index.ts';
import { type WireOptions, wireSchema } from './config.ts';
import { bundledProgram, repositoryFile } from './program.ts';
import { outputSchema, type WireHit, type WireStatistics } from './protocol.ts';

export type { WireOptions } from './config.ts';
export type { WireStatistics } from './protocol.ts';

const START_MS = 10_000;
const ANSWER_MS = 5_000;
const THREADS = '4';

/** A running cable between the client and the world of a network, with a censor on it. */
export interface Wire {
  /** The rules' hits so far, in order; grows while the wire runs (10,000 at most). */
  readonly hits: readonly WireHit[];
  /** What went through, and how often each rule was tripped. */
  stats(): Promise<WireStatistics>;
  /** Puts later rules in force; resolves when they are. */
  begin(id: string): Promise<void>;
  /** Unplugs the cable: from then on both ends are offline. May be called twice. */
  stop(): Promise<void>;
}

/** Plugs a cable in. One at a time per network. Rejects when the options are wrong or the program does not start. */
export async function startWire(network: Network, options: WireOptions = {}): Promise<Wire> {
  const config = v.parse(wireSchema, options);
  const program = await bundledProgram('lab/wire/main.ts');
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-wire-'));
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  const attach = ['perl', repositoryFile('lab/wire/open-tun.pl')];
  const child = network.exec(
    'client',
    [
      ...[...attach, 'WIRE_CLIENT_FD', network.device],
      ...['ip', 'netns', 'exec', network.names.world],
      ...[...attach, 'WIRE_WORLD_FD', network.device],
      ...['ip', 'netns', 'exec', network.names.censor],
      ...[process.execPath, program, file],
    ],
    { env: { ...process.env, UV_THREADPOOL_SIZE: THREADS }, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error('the wire has no pipes');
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const hits: WireHit[] = [];
  const waiting: ((statistics: WireStatistics) => void)[] = [];
  let complaint = '';
  stderr.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString()).slice(-2000);
  });
  // Writing to a wire that has ended fails; `died` says so, and why.
  stdin.on('error', () => {});
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const output = v.parse(outputSchema, JSON.parse(line));
      if (output.event === 'ready') resolve();
      else if (output.event === 'hit') hits.push(output);
      else if (output.event === 'stats') waiting.shift()?.(output.statistics);
      else complaint = output.message;
    });
  });
  const died = exited.then(() => {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`the wire ended: ${complaint.trim() || 'without a word'}`);
  });
  // A wire that is stopped dies with nobody waiting; whoever waits for something races with `died`.
  died.catch(() => {});
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  try {
    await withDeadline(Promise.race([ready, died]), START_MS, 'the wire does not start');
  } catch (error) {
    await stop();
    throw error;
  }
  const stats = async (): Promise<WireStatistics> => {
    const answer = new Promise<WireStatistics>((resolve) => waiting.push(resolve));
    stdin.write('stats\n');
    return withDeadline(Promise.race([answer, died]), ANSWER_MS, 'the wire does not answer');
  };
  return {
    hits,
    stop,
    stats,
    async begin(id) {
      stdin.write(`begin ${id}\n`);
      // It reads in order.
      await stats();
    },
  };
}

async function withDeadline<Value>(work: Promise<Value>, ms: number, complaint: string): Promise<Value> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  const late = once(controller.signal, 'abort').then(() => {
    throw new Error(complaint);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
