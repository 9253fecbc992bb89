import type { Rectangle, Screen } from 'electron';

/** Where windows may lie on each display that is there, the primary one first. */
export function workAreas(
  screen: Pick<Screen, 'getPrimaryDisplay' | 'getAllDisplays'>,
): readonly [Rectangle, ...Rectangle[]] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary.workArea, ...others.map(({ workArea }) => workArea)];
}
