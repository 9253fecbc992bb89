import { read, readFileSync, writeSync } from 'node:fs';
import { setPriority } from 'node:os';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { Cable } from './cable.ts';
import { wireSchema } from './config.ts';
import type { Direction } from './packet.ts';
import type { WireOutput } from './protocol.ts';

/** A log that a runaway scenario cannot fill the disk with; the counts go on. */
const MAX_HITS_LOGGED = 10_000;
const MAX_PACKET = 2048;
const PRIORITY = -10;

function print(output: WireOutput): void {
  process.stdout.write(`${JSON.stringify(output)}\n`);
}

function descriptor(variable: string): number {
  return v.parse(v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)), process.env[variable]);
}

// One read at a time per device: two threads could finish in the wrong order.
function pump(file: number, onPacket: (bytes: Buffer) => void): void {
  const buffer = Buffer.allocUnsafe(MAX_PACKET);
  const next = () => {
    read(file, buffer, 0, MAX_PACKET, null, (error, length) => {
      if (error) {
        print({ event: 'error', message: `cannot read from the device: ${error.message}` });
        return;
      }
      onPacket(Buffer.from(buffer.subarray(0, length)));
      next();
    });
  };
  next();
}

// A cable does not get slower when the computers at its ends are busy.
function preferThisProcess(): void {
  try {
    setPriority(PRIORITY);
  } catch {
    // Only root of the machine may; without it round trips are less exact under load.
  }
}

function main(): void {
  preferThisProcess();
  const config = v.parse(wireSchema, JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
  const client = descriptor('WIRE_CLIENT_FD');
  const world = descriptor('WIRE_WORLD_FD');
  const startedAt = performance.now();
  let logged = 0;
  const cable = new Cable({
    config,
    now: () => performance.now(),
    deliver(bytes: Buffer, direction: Direction) {
      try {
        writeSync(direction === 'up' ? world : client, bytes);
      } catch {
        // A device that is down or full loses packets, as a real one does.
      }
    },
    onHit(rule, detail) {
      logged += 1;
      if (logged > MAX_HITS_LOGGED) return;
      print({ ...detail, event: 'hit', rule, at: Math.round(performance.now() - startedAt) });
    },
  });
  pump(client, (bytes) => cable.enter(bytes, 'up'));
  pump(world, (bytes) => cable.enter(bytes, 'down'));
  const commands = createInterface({ input: process.stdin });
  commands.on('line', (line) => {
    if (line === 'stats') print({ event: 'stats', statistics: cable.statistics });
    const [, id] = /^begin (.+)$/.exec(line) ?? [];
    if (id !== undefined) cable.begin(id);
  });
  // The reads that wait in the thread pool would keep an orderly exit waiting for ever.
  commands.on('close', () => process.kill(process.pid, 'SIGKILL'));
  print({ event: 'ready' });
}

main();
