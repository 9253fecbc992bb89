import type { State } from '../contract/state.ts';
import { createFakeClock, settle } from '../testing/fake-clock.ts';
import { connectEngine, type LinkOptions } from './connect.ts';
import { createPortPair, type PortPair } from './testing.ts';

/** A shell whose engine processes are played by the test. */
export function setUp(
  options: { failsToSpawn?: (attempt: number) => boolean } & Pick<
    LinkOptions,
    'findProxy' | 'eraseAlone'
  > = {},
) {
  const clock = createFakeClock();
  const processes: PortPair[] = [];
  const heard: unknown[][] = [];
  let spawned = 0;
  const link = connectEngine({
    clock,
    ...(options.findProxy && { findProxy: options.findProxy }),
    ...(options.eraseAlone && { eraseAlone: options.eraseAlone }),
    spawn() {
      spawned += 1;
      if (options.failsToSpawn?.(spawned)) throw new Error('no such program');
      const pair = createPortPair();
      const own: unknown[] = [];
      pair.far.onMessage((message) => own.push(message));
      heard.push(own);
      processes.push(pair);
      return pair.near;
    },
  });
  const states: State[] = [];
  link.watchState((state) => states.push(state));
  const latest = () => {
    const pair = processes.at(-1);
    if (pair === undefined) throw new Error('nothing was spawned');
    return pair;
  };
  return {
    clock,
    link,
    states,
    spawned: () => spawned,
    heard: () => heard.at(-1) ?? [],
    phases: () => states.map(({ phase }) => phase),
    die: () => latest().die(),
    isKilled: () => latest().isKilled(),
    async say(...messages: unknown[]) {
      for (const message of messages) latest().far.post(message);
      // Their way here, and our answers' way back.
      await settle();
      await settle();
    },
  };
}
