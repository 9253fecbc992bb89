import { useEffect, useState } from 'react';
import type { About, Bridge, State } from '../../core/contract.ts';

/** What the engine and its shell say; null until they have said anything. */
export function useStateOfEngine(bridge: Bridge): { state: State | null; about: About | null } {
  const [state, setState] = useState<State | null>(null);
  const [about, setAbout] = useState<About | null>(null);
  useEffect(() => bridge.watchState(setState), [bridge]);
  const phase = state?.phase;
  const isAboutMissing = about === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked with each phase until answered; at first nobody may listen
  useEffect(() => {
    if (!isAboutMissing) return;
    let isCurrent = true;
    void bridge.call('about', {}).then((outcome) => {
      if (isCurrent && outcome.ok) setAbout(outcome.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge, phase, isAboutMissing]);
  return { state, about };
}
