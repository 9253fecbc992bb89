import type { Control, Controls } from '../model/controls.ts';
import type { StreamDialer } from '../model/dialer.ts';
import type { Clock } from '../model/time.ts';
import type { Trace } from '../model/trace.ts';
import { linkedController } from '../net/abort.ts';
import { withDeadline } from '../net/deadline.ts';
import { secure } from '../net/tls-client.ts';
import { transferBulk } from './bulk.ts';
import { countWireBytes } from './wire-bytes.ts';

/** As much as a messenger's proof asks for, so that slow start weighs the same. */
const BYTES = 65536;
/** Less says more of round trips than of speed. */
const ENOUGH = 32 * 1024;
const LIMIT_MS = 8000;

export interface ControlSpeedOptions {
  readonly controls: Controls;
  readonly dialer: StreamDialer;
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly trace?: Trace;
}

/** Bytes per second of the first control download to succeed; null when none does. Rejects only when aborted. */
export async function measureControlSpeed(options: ControlSpeedOptions): Promise<number | null> {
  const { controller, unlink } = linkedController(options.signal);
  try {
    const limited = { ...options, signal: controller.signal };
    return await Promise.any(options.controls.bulk.map((control) => download(control, limited)));
  } catch {
    options.signal.throwIfAborted();
    return null;
  } finally {
    controller.abort();
    unlink();
  }
}

async function download(
  { host, path }: Control,
  { dialer, roots, clock, signal, trace }: ControlSpeedOptions,
): Promise<number> {
  const traced = trace === undefined ? {} : { trace };
  return withDeadline({ signal, ms: LIMIT_MS, operation: 'bulk', clock }, async (limited) => {
    const stream = await dialer.dial({ host, port: 443 }, { signal: limited, ...traced });
    try {
      const names = { serverName: host, verifyName: host };
      const tls = await secure(stream, {
        ...names,
        alpn: ['http/1.1'],
        roots,
        signal: limited,
        clock,
        ...traced,
      });
      const request = { host, port: 443, path, bytes: BYTES };
      const wireBytes = countWireBytes(stream);
      const result = await transferBulk(tls, request, { signal: limited, clock, wireBytes, ...traced });
      if (result.bytes < ENOUGH) throw new Error('too little to tell');
      return result.bytesPerSecond;
    } finally {
      stream.destroy();
    }
  });
}
