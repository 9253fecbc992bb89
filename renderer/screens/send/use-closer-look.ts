import { useCallback, useEffect, useState } from 'react';
import type { Bridge, CloserLook, CommandError } from '../../../core/contract.ts';

/** Milliseconds between two questions how far it is. */
const AGAIN_MS = 1000;

export interface CloserLooking {
  /** null until it is known. */
  readonly look: CloserLook | null;
  /** Begins one, or calls it off; answers with why that was not done. */
  readonly turn: (on: boolean) => Promise<CommandError['code'] | null>;
}

/** Whom a closer look asks and how far one is, as long as the screen is open. It goes on when the screen is left. */
export function useCloserLook(bridge: Bridge): CloserLooking {
  const [look, setLook] = useState<CloserLook | null>(null);
  const ask = useCallback(async () => {
    const outcome = await bridge.call('closerLook', {});
    return outcome.ok ? outcome.value : null;
  }, [bridge]);
  useEffect(() => {
    let isOpen = true;
    const show = () => void ask().then((known) => isOpen && known !== null && setLook(known));
    show();
    const timer = look?.stage === 'running' ? setInterval(show, AGAIN_MS) : undefined;
    return () => {
      isOpen = false;
      clearInterval(timer);
    };
  }, [ask, look?.stage]);
  const turn = async (on: boolean) => {
    const outcome = await bridge.call('lookCloser', { on });
    const known = await ask();
    if (known !== null) setLook(known);
    return outcome.ok ? null : outcome.error.code;
  };
  return { look, turn };
}
