import { createRecordTracker } from './record-tracker.ts';

/** A freeze by byte count comes early: from here on a connection is past it. In bytes from the server. */
const PAST_FREEZES = 64 * 1024;
/** Silence in the middle of a TLS record, ms. Longer than any retransmission a live way needs. */
const RECORD_SILENCE = 10_000;
/** Silence while the client keeps asking, ms. */
const ASKING_SILENCE = 20_000;
/** Two writes of a client that are this far apart (ms) are two tries to be heard, not one message. */
const ASKED_AGAIN = 5_000;
/** A client that has sent more than this since it last heard anything is uploading. */
const UPLOAD = 16 * 1024;

/**
 * Tells a frozen download from a connection that is merely quiet, on which web sockets spend their lives. The server
 * has spoken and is still under 64 KiB; then either it stopped in the middle of a TLS record, or the client asked at
 * least twice, with little, and was not answered. Times are monotonic milliseconds.
 */
export interface FreezeMeter {
  up(bytes: number, now: number): void;
  down(chunk: Uint8Array, now: number): void;
  isFrozen(now: number): boolean;
  /** Enough has come: this connection will not be called frozen any more. */
  isPast(): boolean;
  bytes(): number;
}

/** A meter for one connection; it keeps none of its bytes. The freezes that were seen came at 14–22 KiB (net4people/bbs#490). */
export function createFreezeMeter(): FreezeMeter {
  const records = createRecordTracker();
  let received = 0;
  let heardAt = 0;
  let asked = { bytes: 0, firstAt: 0, lastAt: 0 };

  const stoppedInRecord = (now: number): boolean =>
    records.isInside() && asked.bytes <= UPLOAD && now - heardAt >= RECORD_SILENCE;
  const asksInVain = (now: number): boolean =>
    asked.bytes > 0 &&
    asked.bytes <= UPLOAD &&
    asked.lastAt - asked.firstAt >= ASKED_AGAIN &&
    now - asked.firstAt >= ASKING_SILENCE;

  return {
    up(bytes, now) {
      const firstAt = asked.bytes === 0 ? now : asked.firstAt;
      asked = { bytes: asked.bytes + bytes, firstAt, lastAt: now };
    },
    down(chunk, now) {
      received += chunk.length;
      heardAt = now;
      asked = { bytes: 0, firstAt: 0, lastAt: 0 };
      if (received <= PAST_FREEZES) records.push(chunk);
    },
    isFrozen: (now) => received > 0 && received <= PAST_FREEZES && (stoppedInRecord(now) || asksInVain(now)),
    isPast: () => received > PAST_FREEZES,
    bytes: () => received,
  };
}
