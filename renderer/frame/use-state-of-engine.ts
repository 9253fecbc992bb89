import { useEffect, useState } from 'react';
import type { About, Bridge, State } from '../../core/contract.ts';

/** What the engine and its shell say; null until they have said anything. */
export function useStateOfEngine(bridge: Bridge): { state: State | null; about: About | null } {
  const [state, setState] = useState<State | null>(null);
  const [about, setAbout] = useState<About | null>(null);
  useEffect(() => bridge.watchState(setState), [bridge]);
  useEffect(() => {
    let isCurrent = true;
    void bridge.call('about', {}).then((outcome) => {
      if (isCurrent && outcome.ok) setAbout(outcome.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge]);
  return { state, about };
}
