import type { EngineBridge, State } from '../../core/contract.ts';
import { notDone } from '../../core/shell-kit.ts';
import { OFF } from '../../core/testing/off-state.ts';

/** An engine of a few lines, whose state tests set; it refuses every command. */
export function createFakeEngine() {
  const listeners = new Set<(state: State) => void>();
  const calls: string[] = [];
  let state: State = OFF;
  const door: EngineBridge = {
    async call(command) {
      calls.push(command);
      return notDone('wrong-phase');
    },
    watchState(listener) {
      listeners.add(listener);
      listener(state);
      return () => void listeners.delete(listener);
    },
    watchStream(_name, listener) {
      listener([]);
      return () => undefined;
    },
    close: async () => undefined,
  };
  return {
    door,
    calls,
    watchers: () => listeners.size,
    set(next: State) {
      state = next;
      for (const listener of listeners) listener(next);
    },
  };
}
