import type { ByteRange } from './cursor.ts';
import { cutPoints, focusOf, MAX_PIECES } from './cut-points.ts';
import { chooseGap } from './gap.ts';
import type { ClientHello } from './read.ts';
import { concatBytes, frameRecord, RECORD_HEADER } from './records.ts';
import type { Shape } from './shape.ts';

/** What is written at once, after waiting `gapBefore` milliseconds. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly gapBefore: number;
}

/**
 * The pieces a hello leaves in: 1–10, none empty, the first with at least the first record's header. The handshake
 * bytes stay the same and in order, so both ends still compute the same transcript (RFC 8446 §4.4.1, §5.1).
 * `roundTripMs` (milliseconds, where known) is what `gap=rtt` is chosen from.
 */
export function fragmentHello(hello: ClientHello, shape: Shape, roundTripMs?: number): readonly Piece[] {
  const frames = frameHello(hello, shape.records === undefined ? [] : cutPoints(hello, shape.records));
  const bytes = concatBytes(
    frames.map(({ version, start, end }) => frameRecord(version, hello.handshake.subarray(start, end))),
  );
  const cuts = segmentCuts(hello, shape, frames)
    .filter((at) => at > RECORD_HEADER && at < bytes.length)
    .sort((a, b) => a - b)
    .slice(0, MAX_PIECES - 1);
  const gap = shape.gap === 'rtt' ? chooseGap(roundTripMs) : (shape.gap ?? 0);
  const starts = [0, ...new Set(cuts)];
  return starts.map((start, index) => ({
    bytes: bytes.subarray(start, starts[index + 1] ?? bytes.length),
    gapBefore: index === 0 ? 0 : gap,
  }));
}

/** A record to be: which part of the handshake it carries. */
interface Frame extends ByteRange {
  readonly version: number;
}

/** Cuts the records the hello came in further, never joins any: whoever cut them before had a reason. */
function frameHello(hello: ClientHello, cuts: readonly number[]): readonly Frame[] {
  let start = 0;
  return hello.records.flatMap((record) => {
    const first = start;
    const last = first + record.end - record.start - RECORD_HEADER;
    const ends = [...cuts.filter((at) => at > first && at < last), last];
    return ends.map((end) => {
      const frame = { start, end, version: record.version };
      start = end;
      return frame;
    });
  });
}

/** Positions in the framed bytes where a new segment begins. */
function segmentCuts(hello: ClientHello, shape: Shape, frames: readonly Frame[]): number[] {
  const behind = (position: number) =>
    position + RECORD_HEADER * frames.filter(({ start }) => start < position).length;
  if (shape.segments === undefined) return [];
  if (shape.segments === 'many') return cutPoints(hello, 'many').map(behind);
  const { start, middle, end } = focusOf(hello);
  if (shape.records === undefined) return [behind(middle)];
  // Inside the second record's length too: a reader of segments then does not even see how long the record is.
  const insideHeader = behind(middle) + RECORD_HEADER - 1;
  return [behind((start + middle) >> 1), insideHeader, behind((middle + end) >> 1)];
}
