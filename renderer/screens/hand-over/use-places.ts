import { useCallback, useEffect, useState } from 'react';
import type { Bridge, HandOverPlaces } from '../../../core/contract.ts';

/** What can be handed over and where to; null until that is known. `look` finds out anew. */
export function usePlaces(bridge: Pick<Bridge, 'call'>) {
  const [places, setPlaces] = useState<HandOverPlaces | null>(null);
  const look = useCallback(async () => {
    const outcome = await bridge.call('handOverFiles', {});
    if (outcome.ok) setPlaces(outcome.value);
  }, [bridge]);
  useEffect(() => void look(), [look]);
  return { places, look: () => void look() };
}
