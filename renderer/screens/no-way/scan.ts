import type { Clock } from '../../../core/model/time.ts';
import { SCAN_LIMITS, scanRest } from './scan-pace.ts';

/** Why a camera went off, or never on, without a code. */
export type CameraOff = 'refused' | 'missing' | 'busy' | 'failed' | 'too-long' | 'away';

export type Scanned =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'off'; readonly why: CameraOff }
  /** Whoever began it ended it. */
  | { readonly kind: 'cancelled' };

/** A camera that is on. */
export interface Camera {
  /** Whether it looks away from the person. */
  readonly facesAway: boolean;
  /** The text of the code that it sees now, if it sees one. */
  readonly read: () => string | undefined;
}

export interface ScanParts {
  /**
   * Asks the person for a camera and switches it on. It goes off when the signal is aborted, at once if that has been
   * already, and calls `lost` when it goes off by itself. Rejects as the browser does.
   */
  readonly open: (lost: () => void, signal: AbortSignal) => Promise<Camera>;
  /** Tells that it is on. */
  readonly onOpen: (camera: Camera) => void;
  /** Calls back when the person turns to something else, until the signal is aborted. */
  readonly watchAway: (away: () => void, signal: AbortSignal) => void;
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
}

/**
 * Looks through a camera until it sees a code, for two minutes at most. Whatever happens, its camera has been told to
 * go off when this resolves. Never rejects.
 */
export function scan({ open, onOpen, watchAway, clock }: ScanParts, signal: AbortSignal): Promise<Scanned> {
  return new Promise((resolve) => {
    const over = new AbortController();
    let stopClock = () => {};
    let stopRest = () => {};
    const end = (scanned: Scanned) => {
      stopClock();
      stopRest();
      over.abort();
      resolve(scanned);
    };
    const off = (why: CameraOff) => {
      if (!over.signal.aborted) end({ kind: 'off', why });
    };
    const startClock = () => {
      stopClock();
      stopClock = clock.after(SCAN_LIMITS.longest, () => off('too-long'));
    };
    const look = (camera: Camera) => {
      if (over.signal.aborted) return;
      const began = clock.monotonic();
      const text = readOf(camera);
      if (text === null) return off('failed');
      if (text !== undefined && text.trim() !== '') return end({ kind: 'read', text });
      stopRest = clock.after(scanRest(clock.monotonic() - began), () => look(camera));
    };
    const begin = (camera: Camera) => {
      if (over.signal.aborted) return;
      startClock();
      // Not before: the question whether the camera may be used takes the person away from the page.
      watchAway(() => off('away'), over.signal);
      onOpen(camera);
      look(camera);
    };

    if (signal.aborted) return end({ kind: 'cancelled' });
    signal.addEventListener('abort', () => end({ kind: 'cancelled' }), { once: true, signal: over.signal });
    startClock();
    open(() => off('failed'), over.signal).then(begin, (error: unknown) => off(whyOff(error)));
  });
}

/** null where the camera gives no picture. */
function readOf(camera: Camera): string | undefined | null {
  try {
    return camera.read();
  } catch {
    return null;
  }
}

const REASONS: ReadonlyMap<string, CameraOff> = new Map([
  ['NotAllowedError', 'refused'],
  ['SecurityError', 'refused'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
]);

/** What the name of an error of getUserMedia means (W3C Media Capture and Streams, 10.2). */
export function whyOff(error: unknown): CameraOff {
  return (error instanceof Error && REASONS.get(error.name)) || 'failed';
}
