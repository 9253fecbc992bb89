import type { EngineEvent } from '../../core/contract.ts';
import type { Cause } from '../../core/model/verdict.ts';
import { inOrder, type Subject } from './names.ts';

type Event<Name extends EngineEvent['event']> = Extract<EngineEvent, { event: Name }>;

/** What is known of one messenger × purpose. */
export interface Entry extends Subject {
  /** The way that carries it now; null while nothing does. */
  readonly way: Pick<Event<'route'>, 'transport' | 'seconds' | 'proof'> | null;
  /** How it fares without help. */
  readonly verdict: Pick<Event<'verdict'>, 'state' | 'findings'> | null;
}

/** Keeps the last word on everything, so that a summary can be told and repetitions can be left out. */
export function createJournal() {
  const entries = new Map<string, Entry>();
  let network: Event<'network'> | null = null;

  function get({ messenger, purpose }: Subject): Entry {
    return entries.get(`${messenger}/${purpose}`) ?? { messenger, purpose, way: null, verdict: null };
  }

  function set(entry: Entry): void {
    entries.set(`${entry.messenger}/${entry.purpose}`, entry);
  }

  return {
    get,
    entries: () => inOrder([...entries.values()]),
    network: () => network,
    cause: (): Cause | null => network?.cause ?? null,
    note(event: EngineEvent): void {
      if (event.event === 'trying') set(get(event));
      if (event.event === 'network') network = event;
      if (event.event === 'uplink' && event.isAnother)
        for (const { messenger, purpose } of entries.values())
          set({ messenger, purpose, way: null, verdict: null });
      if (event.event === 'verdict') set({ ...get(event), verdict: event });
      if (event.event === 'route') set({ ...get(event), way: event });
      if (event.event === 'moved') set({ ...get(event), way: movedWay(event, get(event)) });
      if (event.event === 'ready') for (const one of event.missing) set({ ...get(one), way: null });
    },
  };
}

/** What it moved to was proven too, but nobody said when: the last known time stays. */
function movedWay({ to }: Event<'moved'>, { way }: Entry): Entry['way'] {
  return to === null ? null : { seconds: way?.seconds ?? 0, proof: way?.proof ?? 'dialogue', transport: to };
}
export type Journal = ReturnType<typeof createJournal>;
