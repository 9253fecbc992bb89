import type { PictureSize } from './picture-size.ts';

/** Longest edges in pixels, the most promising first. */
const EDGES = [900, 1800, 450] as const;
const LARGEST = Math.max(...EDGES);
/** Below, the decoder has too few pixels for each dot. */
const TINY = 200;

/** The sizes at which a picture is searched for a QR code: its own unless it is large, and some smaller ones. */
export function codeScales({ width, height }: PictureSize): readonly PictureSize[] {
  const longest = Math.max(width, height);
  const edges = EDGES.filter((edge) => edge < longest);
  const own = longest <= LARGEST ? [longest] : [];
  const larger = longest < TINY ? [longest * 4] : [];
  return [...own, ...edges, ...larger].map((edge) => ({
    width: Math.max(1, Math.round((width * edge) / longest)),
    height: Math.max(1, Math.round((height * edge) / longest)),
  }));
}
