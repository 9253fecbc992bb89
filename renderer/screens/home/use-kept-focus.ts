import { type FocusEvent, useEffect, useRef } from 'react';

/**
 * Keeps the focus in a group of buttons that change with `place`: where the one that had it went away, the first of the
 * new ones takes it. Spread what it returns on the group.
 */
export function useKeptFocus(place: string) {
  const group = useRef<HTMLDivElement>(null);
  const wasInside = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at when the buttons have changed
  useEffect(() => {
    if (wasInside.current && document.activeElement === document.body) {
      group.current?.querySelector('button')?.focus();
    }
  }, [place]);
  return {
    ref: group,
    onFocus: () => {
      wasInside.current = true;
    },
    onBlur: (event: FocusEvent) => {
      if (event.relatedTarget !== null) wasInside.current = false;
    },
  };
}
