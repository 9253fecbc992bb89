import type { Rectangle } from 'electron';
import * as v from 'valibot';

const Pixels = v.pipe(v.number(), v.safeInteger());
const WindowStateSchema = v.object({
  x: Pixels,
  y: Pixels,
  width: v.pipe(Pixels, v.minValue(1)),
  height: v.pipe(Pixels, v.minValue(1)),
  maximized: v.boolean(),
});
export type WindowState = v.InferOutput<typeof WindowStateSchema>;

/** Device-independent pixels. */
export const SMALLEST = { width: 360, height: 480 } as const;
const USUAL = { width: 980, height: 720 } as const;

/** Reads what `formatWindowState` wrote; anything else is no state. */
export function parseWindowState(text: string | null): WindowState | null {
  try {
    const result = v.safeParse(WindowStateSchema, JSON.parse(text ?? ''));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

export const formatWindowState = (state: WindowState): string => `${JSON.stringify(state)}\n`;

const between = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * Where the window opens: as it was left, moved and shrunk until it lies whole on a display that is there now; in the
 * middle of the first display (the primary one) where its own is gone. `workAreas` holds at least one.
 */
export function placeWindow(
  state: WindowState | null,
  workAreas: readonly [Rectangle, ...Rectangle[]],
): Rectangle {
  const [primary] = workAreas;
  const home =
    state === null
      ? undefined
      : [...workAreas]
          .sort((a, b) => overlap(state, b) - overlap(state, a))
          .find((area) => overlap(state, area) > 0);
  const area = home ?? primary;
  const width = between(state?.width ?? USUAL.width, Math.min(SMALLEST.width, area.width), area.width);
  const height = between(state?.height ?? USUAL.height, Math.min(SMALLEST.height, area.height), area.height);
  if (state === null || home === undefined) {
    const x = area.x + Math.round((area.width - width) / 2);
    return { x, y: area.y + Math.round((area.height - height) / 2), width, height };
  }
  return {
    x: between(state.x, area.x, area.x + area.width - width),
    y: between(state.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}
