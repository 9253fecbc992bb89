import type { Duplex } from 'node:stream';
import { NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import type { CurvePoint, Trace } from '../model/trace.ts';
import { linkedController } from '../net/abort.ts';
import { failureOf } from '../net/classify.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { readBody } from './http-body.ts';
import { readFinalHead } from './http-get.ts';
import { formatRequest } from './http-head.ts';
import { isThrottled, judgeTransfer, meanRate } from './transfer-curve.ts';

/** A page smaller than needed is asked for again on the same connection, at most so often. */
const MAX_REQUESTS = 16;
/** OONI's throttling measurement samples about this often. Milliseconds. */
const SAMPLE_MS = 250;

export interface BulkRequest {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** Wire bytes wanted on the one connection. */
  readonly bytes: number;
}

export interface BulkOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly trace?: Trace;
  /** Bytes received on the wire so far, counted below TLS. */
  readonly wireBytes: () => number;
  /** What a control reached, once it is known. */
  readonly controlSpeed?: () => number | null;
}

export interface BulkResult {
  /** Less than was wanted where the server ended it properly, or the network is slow without being throttled. */
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly curve: readonly CurvePoint[];
}

/**
 * GETs over one HTTP/1.1 connection until `bytes` wire bytes have come. Rejects with NetError('bulk', …):
 * `x_frozen` when bytes stop coming, `x_throttled` when they crawl beside the control's, or how it broke.
 */
export async function transferBulk(
  stream: Duplex,
  request: BulkRequest,
  options: BulkOptions,
): Promise<BulkResult> {
  const { clock, signal, trace, wireBytes, controlSpeed = () => null } = options;
  const startedAt = clock.monotonic();
  const before = wireBytes();
  const curve: CurvePoint[] = [];
  const sample = () => {
    curve.push({ ms: clock.monotonic() - startedAt, bytes: wireBytes() - before });
  };
  const report = (failure: NetError['failure'] | null) =>
    trace?.({
      operation: 'bulk',
      startedAt,
      endedAt: clock.monotonic(),
      failure,
      bytes: wireBytes() - before,
      bytesPerSecond: meanRate(curve),
      curve: [...curve],
    });

  const { controller, unlink } = linkedController(signal);
  const watch = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(SAMPLE_MS, controller.signal);
      sample();
      const judgement = judgeTransfer(curve, controlSpeed());
      if (judgement.kind === 'enough') return;
      if (judgement.kind === 'failed') throw new NetError('bulk', judgement.failure);
    }
  };
  try {
    const reader = createByteReader(stream, { signal: controller.signal, clock, operation: 'bulk' });
    const hasEnough = () => wireBytes() - before >= request.bytes;
    const transfer = repeatGet(stream, reader, request, hasEnough);
    transfer.catch(() => undefined);
    await Promise.race([transfer, watch()]);
    sample();
    const bytesPerSecond = meanRate(curve);
    if (isThrottled(bytesPerSecond, controlSpeed())) throw new NetError('bulk', 'x_throttled');
    report(null);
    return { bytes: wireBytes() - before, bytesPerSecond, curve };
  } catch (error) {
    sample();
    report(failureOf(error, 'bulk', signal));
    throw error;
  } finally {
    controller.abort();
    unlink();
    stream.destroy();
  }
}

async function repeatGet(
  stream: Duplex,
  reader: ByteReader,
  request: BulkRequest,
  hasEnough: () => boolean,
): Promise<void> {
  for (let requests = 0; requests < MAX_REQUESTS && !hasEnough(); requests += 1) {
    stream.write(formatRequest({ ...request, method: 'GET' }));
    const head = await readFinalHead(reader, 'bulk');
    const end = await readBody(reader, head, () => !hasEnough(), 'bulk');
    if (end !== 'again') return;
  }
}
