import type { Timers } from './timers.ts';
import type { WireEvents } from './web-socket.ts';

/** Timers that stand still until they are told to move. */
export function createFakeTimers(): Timers & { advance(ms: number): void } {
  let now = 0;
  const due = new Set<{ readonly at: number; act(): void }>();
  return {
    now: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act };
      due.add(timer);
      return () => void due.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        due.delete(next);
        now = next.at;
        next.act();
      }
      now = until;
    },
  };
}

/** Connections that a test opens, answers and cuts. */
export function createFakeWires() {
  const wires: { readonly events: WireEvents; readonly said: unknown[] }[] = [];
  return {
    wires,
    openWire(events: WireEvents) {
      const said: unknown[] = [];
      wires.push({ events, said });
      return { send: (text: string) => void said.push(JSON.parse(text)) };
    },
    latest() {
      const wire = wires.at(-1);
      if (wire === undefined) throw new Error('nothing was opened');
      const tell = (message: unknown) => wire.events.message(JSON.stringify(message));
      return { ...wire, tell };
    },
  };
}
