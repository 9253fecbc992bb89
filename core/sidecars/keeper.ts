import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';

/** Set in the environment of a guardian that is to keep an engine instead of this computer's settings. */
export const KEEPER_VARIABLE = 'FOOTBRIDGE_KEEPS_ENGINE';
/** What a keeper says of the engine it started, and when that has ended. */
export const STARTED = /^engine (\d{1,10})$/;
export const ENDED = 'engine ended';

/** Bytes; a configuration is a page or two. */
const MOST_ORDER = 1 << 20;
/** Milliseconds that an engine may take to end when it is asked to. */
const END_MS = 2_000;

const OrderSchema = v.strictObject({
  path: v.string(),
  args: v.array(v.string()),
  env: v.record(v.string(), v.string()),
  /** What it reads from its standard input: the configuration, which stands nowhere else. */
  input: v.string(),
});
/** An engine to run. */
export type EngineOrder = v.InferOutput<typeof OrderSchema>;

/**
 * A keeper's whole life: reads one order from the lifeline, runs that engine, and ends it when the lifeline ends, which it
 * does however its holder ended. What the engine prints goes where our own output goes. Resolves to the engine's exit code,
 * null where it was ended. Rejects where the order is none or the engine cannot be started.
 */
export async function keepEngine(lifeline: Readable, say: (text: string) => void): Promise<number | null> {
  const { path, args, env, input } = await readOrder(lifeline);
  const cut = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) lifeline.once(event, () => resolve());
    lifeline.resume();
  });
  const engine = spawn(path, args, { env, stdio: ['pipe', 'inherit', 'inherit'], windowsHide: true });
  const ended = once(engine, 'exit');
  await Promise.race([once(engine, 'spawn'), ended]);
  // Its own words may stand in the same line already.
  say(`\nengine ${engine.pid}\n`);
  engine.stdin?.on('error', () => undefined);
  engine.stdin?.end(input);
  await Promise.race([cut, ended]);
  if (engine.exitCode === null && engine.signalCode === null) {
    engine.kill();
    const over = new AbortController();
    const late = setTimeout(END_MS, undefined, { signal: over.signal }).then(
      () => engine.kill('SIGKILL'),
      () => undefined,
    );
    await ended;
    over.abort();
    await late;
  }
  say(`\n${ENDED}\n`);
  return engine.exitCode;
}

/** The first line of the lifeline; nobody writes a second one. */
async function readOrder(lifeline: Readable): Promise<EngineOrder> {
  let text = '';
  for await (const chunk of lifeline.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.length > MOST_ORDER) break;
    if (text.endsWith('\n')) return v.parse(OrderSchema, JSON.parse(text));
  }
  throw new Error('no order');
}
