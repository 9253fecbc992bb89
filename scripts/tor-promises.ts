import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { Outcome } from '../bench/transports/report.ts';
import type { HostPort } from '../core/model/address.ts';
import type { StreamDialer } from '../core/model/dialer.ts';
import { startServer } from '../core/testing/servers.ts';
import { answerAtTheEnd, echo, hear, sendAndHear } from '../core/testing/streams.ts';
import { buildTransport } from '../core/transports/build.ts';
import { parseExpression } from '../core/transports/expression.ts';
import { testToolbox } from '../core/transports/testing/toolbox.ts';
import { transfer } from '../core/transports/testing/transfer.ts';

const MEGABYTES = 20;
const STREAMS = 100;
const DIALS = 8;
const ABORTS = 40;
const PATIENCE_MS = 120_000;

export interface AskedTor {
  readonly way: string;
  readonly dialer: StreamDialer;
  /** Processes of Tor that run now. */
  readonly processes: () => readonly number[];
  /** Starts another Tor, calls it off on its way, and says what is left of it. */
  readonly abandoned: () => Promise<boolean>;
}

/**
 * Asks Tor for what every transport is asked for, as far as it means something: nothing of ours stands beneath it, it has no secret,
 * and its relays are its own affair.
 */
export async function askTor({ way, dialer, processes, abandoned }: AskedTor): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const target = await startServer(echo);
  const listener = await startServer(answerAtTheEnd);
  const dial = async (to: HostPort = target): Promise<Duplex> => {
    const stream = await dialer.dial(to, { signal: AbortSignal.timeout(PATIENCE_MS), isolation: 'telegram' });
    return stream.on('error', () => undefined);
  };
  async function asked(what: string, run: () => Promise<boolean | number>): Promise<void> {
    const told = await run().catch((error: unknown) => {
      process.stderr.write(`${way}, ${what}: ${error instanceof Error ? error.message : String(error)}\n`);
      return false;
    });
    const passed = told !== false;
    outcomes.push({ way, what, passed, ...(typeof told === 'number' && { megabytesPerSecond: told }) });
  }

  await asked('connect', async () => {
    const stream = await dial();
    const heard = [await sendAndHear(stream, 'hello'), await sendAndHear(stream, 'and again')];
    stream.destroy();
    return heard.join() === 'hello,and again';
  });
  await asked('bulk', async () => {
    const stream = await dial();
    const since = performance.now();
    const isWhole = await transfer(stream, MEGABYTES);
    stream.destroy();
    return isWhole && (MEGABYTES * 1000) / (performance.now() - since);
  });
  await asked('end', async () => {
    const stream = await dial(listener);
    const closed = once(stream, 'close').catch(() => undefined);
    stream.end('x'.repeat(1000));
    // Tor's end of a stream is the end of both directions.
    const heard = await hear(stream, 'you said 1000 bytes'.length);
    stream.resume();
    await closed;
    return ['', 'you said 1000 bytes'].includes(heard);
  });
  await asked('streams', async () => {
    const texts = Array.from({ length: STREAMS }, (_, index) => `stream ${index}`);
    const streams: Duplex[] = [];
    for (let from = 0; from < STREAMS; from += DIALS)
      streams.push(...(await Promise.all(texts.slice(from, from + DIALS).map(() => dial()))));
    const heard = await Promise.all(streams.map((stream, index) => sendAndHear(stream, texts[index] ?? '')));
    for (const stream of streams) stream.destroy();
    return heard.join() === texts.join();
  });
  await asked('abort', async () => {
    const ends = await Promise.all(
      Array.from({ length: ABORTS }, async (_, index) => {
        const aborter = new AbortController();
        const reason = new Error(`abort ${index}`);
        const dialling = dialer.dial(target, { signal: aborter.signal, isolation: 'telegram' });
        await setTimeout(index);
        aborter.abort(reason);
        return dialling.then(
          (stream) => stream.destroy().destroyed,
          (error: unknown) => error === reason,
        );
      }),
    );
    return !ends.includes(false);
  });
  await asked('start called off', abandoned);
  await asked('killed', async () => {
    const stream = await dial();
    await sendAndHear(stream, 'hello');
    const closed = once(stream, 'close').catch(() => undefined);
    stream.resume().write(Buffer.alloc(4 << 20));
    const killed = processes();
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    await closed;
    // Another is started in its place.
    const until = performance.now() + PATIENCE_MS;
    while (processes().every((pid) => killed.includes(pid)) && performance.now() < until)
      await setTimeout(20);
    const next = await dial();
    const heard = await sendAndHear(next, 'hello');
    next.destroy();
    return heard === 'hello';
  });
  await asked('datagrams', async () => {
    const parsed = parseExpression('tor://direct');
    if (!parsed.ok) throw new Error(parsed.error.code);
    const toolbox = testToolbox({ direct: () => dialer, roots: [], kept: new Set() });
    return buildTransport(parsed.expression, toolbox).packets === undefined;
  });
  await Promise.all([target.close(), listener.close()]);
  return outcomes;
}
