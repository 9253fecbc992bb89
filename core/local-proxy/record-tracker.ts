const HEADER = 5;
/** RFC 8446 §5.1: change_cipher_spec, alert, handshake, application_data. */
const CONTENT_TYPES = [20, 21, 22, 23];

/** Follows the TLS records of one direction, to know whether it has stopped in the middle of one. */
export interface RecordTracker {
  push(chunk: Uint8Array): void;
  /** Whether a record has begun and not ended; false for good once the bytes are no TLS. */
  isInside(): boolean;
}

/** Must be given the direction from its first byte, in pieces of any size. Reads headers only (RFC 8446 §5.1); never throws. */
export function createRecordTracker(): RecordTracker {
  const header = new Uint8Array(HEADER);
  let headerBytes = 0;
  let bodyLeft = 0;
  let isTls = true;

  function push(chunk: Uint8Array): void {
    for (let at = 0; isTls && at < chunk.length; ) {
      if (bodyLeft > 0) {
        const passed = Math.min(bodyLeft, chunk.length - at);
        bodyLeft -= passed;
        at += passed;
        continue;
      }
      header[headerBytes++] = chunk[at++] ?? 0;
      if (headerBytes < HEADER) continue;
      const [type = 0, major, , high = 0, low = 0] = header;
      isTls = CONTENT_TYPES.includes(type) && major === 3;
      bodyLeft = high * 256 + low;
      headerBytes = 0;
    }
  }
  return { push, isInside: () => isTls && (bodyLeft > 0 || headerBytes > 0) };
}
