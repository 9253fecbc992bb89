import type { Duplex } from 'node:stream';
import { NetError } from '../model/failure.ts';
import type { Decision } from '../model/route.ts';
import type { Clock } from '../model/time.ts';
import { type ClientHello, HelloReader } from '../net/client-hello/read.ts';
import { withDeadline } from '../net/deadline.ts';
import { readUntil } from '../net/proxy/read-until.ts';

/** What a client sent of its own accord, before any server has spoken. */
export interface FirstFlight {
  /** Everything that has come, whether or not it is a ClientHello; empty where the client kept silent. */
  readonly bytes: Uint8Array;
  readonly hello?: ClientHello;
}

/** By what a right answer to a replayed flight is known: a ServerHello, or any bytes at all. */
export type ReplayKind = 'tls' | 'opaque';

/** Longest first flight of a chat protocol that is kept to be sent again. */
export const MAX_OPAQUE_FLIGHT = 4096;

/**
 * Reads from a client until its ClientHello is whole or plainly is none, the client ends, or the time is up:
 * `firstByte` ms for the first byte and `rest` ms from there. Rejects only with the signal's reason or where the
 * connection broke.
 */
export async function readFirstFlight(
  client: Duplex,
  { firstByte, rest, clock, signal }: { firstByte: number; rest: number; clock: Clock; signal: AbortSignal },
): Promise<FirstFlight> {
  const reader = new HelloReader();
  const read = (ms: number, enough: (state: string) => boolean): Promise<ClientHello | undefined> =>
    withDeadline({ signal, ms, operation: 'read', clock }, (deadline) =>
      readUntil(client, deadline, (chunk) => {
        const reading = reader.push(chunk);
        if (!enough(reading.state)) return undefined;
        const hello = reading.state === 'hello' ? reading.hello : undefined;
        return { value: hello, rest: Buffer.alloc(0) };
      }),
    ).catch((error: unknown) => giveUp(error));

  let hello = await read(firstByte, () => true);
  const { state } = reader.push(new Uint8Array(0));
  if (state === 'need-more' && reader.flight.length > 0)
    hello = await read(rest, (now) => now !== 'need-more');
  return { bytes: reader.flight, ...(hello && { hello }) };
}

/**
 * Whether a flight may be sent a second time on another way, when nothing has come back yet: a ClientHello all by
 * itself without early data (RFC 8446 §8), or the first flight that data marks replayable, in that protocol's shape.
 */
export function replayKind(
  { bytes, hello }: FirstFlight,
  marked: Extract<Decision, { kind: 'route' }>['replayable'],
): ReplayKind | undefined {
  if (hello !== undefined) return !hello.earlyData && hello.bytes.length === bytes.length ? 'tls' : undefined;
  if (marked === 'tls' || bytes.length > MAX_OPAQUE_FLIGHT) return undefined;
  return OPAQUE_STARTS[marked](Buffer.from(bytes).toString('latin1')) ? 'opaque' : undefined;
}

const OPAQUE_STARTS: Readonly<Record<'noise' | 'obfuscated2', (flight: string) => boolean>> = {
  // WhatsApp's prologue, with or without the routing header in front of it.
  noise: (flight) => flight.startsWith('WA') || flight.startsWith('ED'),
  // 64 random bytes that by definition begin like none of the protocols that must not be sent twice.
  obfuscated2: (flight) => flight.length >= 64 && !/^(GET |POST|HEAD|OPTI|PUT )/.test(flight),
};

/** Time is up or the client has said its last: what has come so far is all there is. */
function giveUp(error: unknown): undefined {
  const quiet = ['generic_timeout_error', 'eof_error'];
  if (error instanceof NetError && error.operation === 'read' && quiet.includes(error.failure))
    return undefined;
  throw error;
}
