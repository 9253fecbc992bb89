import type { EngineEvent } from '../contract.ts';
import type { Wanted } from '../finder/finder.ts';
import { routeName } from '../finder/route-table.ts';
import { emptyTable } from '../finder/testing.ts';
import type { RouteKey } from '../model/route.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createKeeper } from './keeper.ts';

export const SECOND = 1000;
export const web: RouteKey = { messenger: 'whatsapp', purpose: 'web' };
export const chat: RouteKey = { messenger: 'signal', purpose: 'chat' };

/** What a key stands for, with nothing in it. */
export function wantedOf(key: RouteKey): Wanted {
  return {
    key,
    messenger: {
      id: key.messenger,
      name: key.messenger,
      cidrs: [],
      hints: {},
      purposes: [],
      endpoints: [],
      sources: [],
    },
    data: { purpose: key.purpose, samples: [], names: [], ports: [443] },
  };
}

interface Circumstances {
  readonly finds?: (search: number) => void | Promise<void>;
  readonly changes?: () => boolean;
  readonly dead?: () => readonly RouteKey[];
  /** What the light look says. */
  readonly out?: () => boolean;
}

/** A keeper on a fake clock, what it searched and looked at by the second, and what it told. */
export function setUp(options: Circumstances = {}) {
  const clock = createFakeClock();
  const events: EngineEvent[] = [];
  const searches: string[] = [];
  const looks: string[] = [];
  /** Milliseconds that the computer slept: its wall clock went on, its timers did not. */
  let slept = 0;
  const wanted = [web, chat].map(wantedOf);
  const table = emptyTable();
  const keeper = createKeeper(
    {
      table,
      clock: { ...clock, now: () => clock.now() + slept },
      random: { bytes: (length) => new Uint8Array(length), uniform: () => 0.5 },
      emit: (event) => events.push(event),
      search: async (list) => {
        searches.push(`${clock.monotonic() / SECOND} ${list.map(({ key }) => routeName(key)).join()}`);
        await clock.sleep(100);
        await options.finds?.(searches.length);
      },
      async networkChanged(isThorough) {
        looks.push(`${clock.monotonic() / SECOND}${isThorough ? ' thoroughly' : ''}`);
        return options.changes?.() ?? false;
      },
      isStillOut: async () => options.out?.() ?? false,
      unproven: async () => wanted.filter(({ key }) => options.dead?.().includes(key)),
      wanted: () => wanted,
    },
    new AbortController().signal,
  );
  const sleep = (ms: number) => {
    slept += ms;
  };
  return { clock, events, searches, looks, sleep, table, keeper };
}
