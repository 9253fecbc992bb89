import { useEffect, useRef } from 'react';
import type { State } from '../../core/contract.ts';
import { useSpeaker } from '../components/toast-context.ts';
import { useT } from '../i18n/context.ts';
import { announcement } from './announce.ts';

/** Tells a screen reader what changes, wherever the person is. */
export function Announcer({ state }: { readonly state: State }) {
  const t = useT();
  const { announce } = useSpeaker();
  const before = useRef<State | null>(null);
  useEffect(() => {
    const words = announcement(before.current, state, t);
    before.current = state;
    if (words !== '') announce(words);
  }, [state, t, announce]);
  return null;
}
