import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type EngineBridge, type State, StateSchema } from '../../core/contract.ts';
import { runEngineProcess } from '../../core/link.ts';
import { utilityPort } from '../../electron/utility-port.ts';

/** An engine that says what a test writes into `state.json` of its folder, and writes down what it is asked for. */
const folder = process.env.FOOTBRIDGE_HOME ?? '';
const file = join(folder, 'state.json');

function written(): State {
  return existsSync(file)
    ? v.parse(StateSchema, JSON.parse(readFileSync(file, 'utf8')))
    : { phase: 'starting' };
}

const listeners = new Set<(state: State) => void>();
watch(folder, (_event, name) => {
  if (name !== 'state.json' || !existsSync(file)) return;
  const state = written();
  for (const listener of listeners) listener(state);
});

const engine: EngineBridge = {
  call: async () => ({ ok: false, error: { code: 'wrong-phase' } }),
  watchState(listener) {
    listeners.add(listener);
    listener(written());
    return () => void listeners.delete(listener);
  },
  watchStream: () => () => undefined,
  close: async () => undefined,
};

void runEngineProcess(utilityPort(process.parentPort), async () => ({ ok: true, engine })).then(() =>
  process.exit(0),
);
