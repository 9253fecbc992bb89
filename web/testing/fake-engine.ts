import type { EngineBridge, State } from '../../core/contract.ts';
import { notDone } from '../../core/shell-kit.ts';

/** What an engine says that has just been opened. */
export const OFF: State = {
  phase: 'off',
  messengers: [],
  network: null,
  uplink: { insideVpn: false, proxy: 'none', isAnother: false },
  ways: [],
  lists: [],
  keyPlace: 'file',
  troubles: [],
  settings: {
    language: null,
    theme: 'system',
    textSize: 'normal',
    welcomed: true,
    trayExplained: false,
    plainLook: false,
    prepared: [],
  },
  computer: { proxy: 'off', isSet: false, available: true, problem: null, onlyThrough: [] },
  share: { is: 'off', problem: null },
};

/** An engine of a few lines, whose state tests set; it refuses every command. */
export function createFakeEngine() {
  const listeners = new Set<(state: State) => void>();
  const calls: string[] = [];
  let state = OFF;
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
