import type { Duplex } from 'node:stream';
import { NetError } from '../model/failure.ts';
import { readUntil } from '../net/proxy/read-until.ts';

/** What a parser makes of the bytes so far; `length` is how many of them are the value's. */
export type Parsed<T> =
  | { readonly state: 'need-more' }
  | { readonly state: 'malformed' }
  | { readonly state: 'parsed'; readonly value: T; readonly length: number };

export const NEED_MORE = { state: 'need-more' } as const;
export const MALFORMED = { state: 'malformed' } as const;

/**
 * Reads one message from the start of a stream; what is not its own stays in the stream. The parser bounds how
 * much is held. Rejects with NetError('read', 'x_unexpected_answer') where the parser says malformed, and as
 * `readUntil` does.
 */
export function take<T>(
  stream: Duplex,
  signal: AbortSignal,
  parse: (bytes: Buffer) => Parsed<T>,
): Promise<T> {
  let held: Buffer | undefined;
  return readUntil(stream, signal, (chunk) => {
    const bytes = held === undefined ? chunk : Buffer.concat([held, chunk]);
    held = bytes;
    const parsed = parse(bytes);
    if (parsed.state === 'malformed') throw new NetError('read', 'x_unexpected_answer');
    if (parsed.state === 'need-more') return undefined;
    return { value: parsed.value, rest: bytes.subarray(parsed.length) };
  });
}
