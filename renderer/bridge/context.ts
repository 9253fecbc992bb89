import { createContext, useContext } from 'react';
import type { About, Bridge, KnownState } from '../../core/contract.ts';

/** What every screen works with. */
export interface Engine {
  readonly bridge: Bridge;
  readonly state: KnownState;
  readonly about: About;
}

export const EngineContext = createContext<Engine | null>(null);

/** The engine's state and how to ask for changes. */
export function useEngine(): Engine {
  const engine = useContext(EngineContext);
  if (engine === null) throw new Error('no engine around this component');
  return engine;
}
