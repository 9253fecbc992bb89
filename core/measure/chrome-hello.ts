import type { Duplex } from 'node:stream';
import { type Failure, NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import type { Trace } from '../model/trace.ts';
import { classify, failureOf } from '../net/classify.ts';
import { readServerHelloStart } from '../net/client-hello/server-hello.ts';
import type { ByteReader } from './byte-reader.ts';

export interface ChromeHelloOptions {
  readonly serverName: string;
  readonly hello: Uint8Array;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly trace?: Trace;
}

/**
 * Sends a recorded browser's ClientHello, which must draw the start of a ServerHello. Rejects with
 * NetError('tls', …): an alert or anything else that came back is `x_unexpected_answer`.
 */
export async function sendChromeHello(
  stream: Duplex,
  reader: ByteReader,
  { serverName, hello, clock, signal, trace }: ChromeHelloOptions,
): Promise<void> {
  const startedAt = clock.monotonic();
  const report = (failure: Failure | null) =>
    trace?.({
      operation: 'tls',
      startedAt,
      endedAt: clock.monotonic(),
      failure,
      serverName,
      hello: 'chrome',
    });
  try {
    stream.write(hello);
    await expectServerHello(reader);
    report(null);
  } catch (error) {
    report(failureOf(error, 'tls', signal));
    signal.throwIfAborted();
    throw classify(error, 'tls');
  }
}

async function expectServerHello(reader: ByteReader): Promise<void> {
  let seen: Buffer = Buffer.alloc(0);
  for (;;) {
    const start = readServerHelloStart(seen);
    if (start.kind === 'server-hello') return;
    if (start.kind !== 'need-more') throw new NetError('tls', 'x_unexpected_answer');
    seen = Buffer.concat([seen, await reader.more()]);
  }
}
