import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Navigation, View } from './navigation.ts';

const NAMES: readonly View['name'][] = [
  'home',
  'ways',
  'details',
  'settings',
  'send',
  'honest',
  'what-now',
  'no-way',
];

/** A view out of the browser's history, where other pages and older versions may have left anything. */
function readView(value: unknown): View {
  if (typeof value !== 'object' || value === null || !('name' in value)) return { name: 'home' };
  const name = NAMES.find((known) => known === value.name) ?? 'home';
  const messenger = 'messenger' in value && typeof value.messenger === 'string' ? value.messenger : null;
  if (name === 'no-way') return { name, messenger };
  if (name === 'honest') {
    return { name, from: 'from' in value && value.from === 'settings' ? 'settings' : 'home' };
  }
  if (name === 'what-now') return messenger === null ? { name: 'home' } : { name, messenger };
  return { name };
}

/** Views in the browser's own history, so that its back button and mouse buttons work; no address changes. */
export function useHistory(first: View): Navigation {
  const [{ view, hasMoved }, setPlace] = useState({ view: first, hasMoved: false });
  useEffect(() => {
    const onPop = (event: PopStateEvent) => setPlace({ view: readView(event.state), hasMoved: true });
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, []);
  const go = useCallback((next: View) => {
    history.pushState(next, '');
    setPlace({ view: next, hasMoved: true });
    window.scrollTo(0, 0);
  }, []);
  return useMemo(() => ({ view, go, hasMoved }), [view, go, hasMoved]);
}
