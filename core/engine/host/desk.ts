import {
  type EngineBridge,
  STREAM_LENGTH,
  type State,
  type StreamItem,
  type StreamName,
} from '../../contract.ts';
import type { Clock } from '../../model/time.ts';
import { stepItem } from './doing.ts';
import { logLine } from './log-line.ts';
import type { HostEvent, HostModel } from './model.ts';
import { createPusher } from './pusher.ts';
import { reduce } from './reduce.ts';
import { createStream, type Stream } from './stream.ts';
import { createTrafficMeter } from './traffic.ts';
import { viewOf } from './view.ts';

/** Where all that happens comes in, and state and streams go out. */
export interface Desk extends Pick<EngineBridge, 'watchState' | 'watchStream'> {
  model(): HostModel;
  tell(event: HostEvent): void;
  /** Bytes of a messenger that just passed. */
  passed(messenger: string, up: number, down: number): void;
  /** Begins anew, with nothing kept of what was. */
  reset(model: HostModel): void;
  close(): void;
}

type Streams = { readonly [N in StreamName]: Stream<StreamItem<N>> };

/** Another phase is pushed at once, everything else within a tenth of a second. */
export function createDesk(clock: Clock, initial: HostModel): Desk {
  let model = initial;
  const listeners = new Set<(state: State) => void>();
  const streams: Streams = {
    steps: createStream(STREAM_LENGTH.steps),
    traffic: createStream(STREAM_LENGTH.traffic),
    log: createStream(STREAM_LENGTH.log),
  };
  const traffic = createTrafficMeter(clock, streams.traffic);
  const pusher = createPusher(clock, () => {
    const state = viewOf(model);
    for (const listener of [...listeners]) listener(state);
  });

  function change(next: HostModel): void {
    if (next === model) return;
    const isUrgent = next.phase !== model.phase;
    model = next;
    pusher.changed(isUrgent);
  }

  return {
    model: () => model,
    tell(event) {
      const at = Math.max(0, clock.now());
      if (event.event === 'step') streams.steps.push(stepItem(event.key, event.transport, event.step, at));
      const line = logLine(event);
      if (line !== null) streams.log.push({ at, ...line });
      change(reduce(model, event));
    },
    passed: traffic.passed,
    reset(next) {
      for (const stream of Object.values(streams)) stream.clear();
      change(next);
    },
    watchState(listener) {
      listeners.add(listener);
      listener(viewOf(model));
      return () => void listeners.delete(listener);
    },
    watchStream: (name, listener) => streams[name].watch(listener),
    close() {
      pusher.close();
      traffic.close();
      listeners.clear();
    },
  };
}
