import * as v from 'valibot';
import {
  type Bridge,
  COMMANDS,
  type CommandName,
  type State,
  type StreamItem,
  type StreamName,
  type Way,
  type WayTest,
} from '../../../core/contract.ts';
import type { Scene } from '../scene.ts';
import { createScriptedBridge } from '../scripted-bridge.ts';

type Listeners = { readonly [N in StreamName]: Set<(items: readonly StreamItem<N>[]) => void> };

/** A scene whose ways do what they are told, and the strings a test pulls. */
export interface Living {
  readonly bridge: Bridge;
  /** All that was asked for, in order. */
  readonly calls: readonly { readonly command: CommandName; readonly args: unknown }[];
  /** How many watch a stream. */
  readonly watchers: (name: StreamName) => number;
  readonly push: <N extends StreamName>(name: N, items: readonly StreamItem<N>[]) => void;
  /** Puts the engine into another state, its ways with it. */
  readonly show: (state: State) => void;
  /** Ends the test of a way that runs. */
  readonly finishTest: () => void;
}

function after(ways: readonly Way[], command: CommandName, args: unknown): readonly Way[] {
  if (command === 'nameWay' && v.is(COMMANDS.nameWay.args, args)) {
    const name = args.name === '' ? null : args.name;
    return ways.map((way) => (way.id === args.id ? { ...way, name } : way));
  }
  if (command === 'moveWay' && v.is(COMMANDS.moveWay.args, args)) {
    const others = ways.filter(({ id }) => id !== args.id);
    return others.toSpliced(args.to, 0, ...ways.filter(({ id }) => id === args.id));
  }
  if (command === 'removeWay' && v.is(COMMANDS.removeWay.args, args)) {
    return ways.filter(({ id }) => id !== args.id);
  }
  return ways;
}

/** Brings a scene to life. */
export function createLiving(scene: Scene): Living {
  const base = createScriptedBridge(scene);
  const calls: { command: CommandName; args: unknown }[] = [];
  const streams: Listeners = { steps: new Set(), traffic: new Set(), log: new Set() };
  const listeners = new Set<() => void>();
  let ways: readonly Way[] = 'ways' in scene.state ? scene.state.ways : [];
  let latest: State = scene.state;
  let finishTest = () => {};
  const setWays = (next: readonly Way[]) => {
    ways = next;
    for (const listener of listeners) listener();
  };
  const setLast = (wanted: string, last: WayTest) =>
    setWays(ways.map((way) => (way.id === wanted ? { ...way, last } : way)));

  async function test(id: string): Promise<void> {
    setLast(id, { outcome: 'running' });
    await new Promise<void>((resolve) => {
      finishTest = resolve;
    });
    const outcome = await base.call('testWay', { id });
    if (outcome.ok) setLast(id, outcome.value);
  }

  const bridge: Bridge = {
    ...base,
    async call(command, args) {
      calls.push({ command, args });
      if (command === 'testWay' && v.is(COMMANDS.testWay.args, args)) await test(args.id);
      setWays(after(ways, command, args));
      return base.call(command, args);
    },
    watchState(listener) {
      const tell = () => listener('ways' in latest ? { ...latest, ways: [...ways] } : latest);
      const stop = base.watchState((state) => {
        latest = state;
        tell();
      });
      listeners.add(tell);
      return () => {
        listeners.delete(tell);
        stop();
      };
    },
    watchStream(name, listener) {
      const own: Set<typeof listener> = streams[name];
      own.add(listener);
      const stop = base.watchStream(name, listener);
      return () => {
        own.delete(listener);
        stop();
      };
    },
  };
  return {
    bridge,
    calls,
    watchers: (name) => streams[name].size,
    push: (name, items) => {
      for (const listener of streams[name]) listener(items);
    },
    show: (state) => {
      latest = state;
      setWays('ways' in state ? state.ways : []);
    },
    finishTest: () => finishTest(),
  };
}
