import type { Duplex } from 'node:stream';
import type { HostPort } from '../model/address.ts';
import type { StreamDialer } from '../model/dialer.ts';
import type { Program } from '../model/programs.ts';
import type { Clock } from '../model/time.ts';
import { withDeadline } from '../net/deadline.ts';
import { createReplyReader } from '../net/proxy/http-reply.ts';
import { readUntil } from '../net/proxy/read-until.ts';
import type { Expression } from './expression.ts';

const PATIENCE_MS = 1_000;
const AT_ONCE = 16;
const LOOPBACK = ['127.0.0.1', '::1'];

/** Nobody listens there (RFC 863's service is off everywhere), and it is on the proxy's own computer: asking leads nowhere. */
const NOWHERE = '127.0.0.1:9';
/**
 * What a proxy says to such a request (tinyproxy 500, squid 403 or 503, mihomo 200 before it dials); a web server says 400,
 * 404, 405 or 501, and a proxy that wants a password 407.
 */
const PROXY_STATUSES: ReadonlySet<number> = new Set([200, 403, 500, 502, 503, 504]);

export interface DetectOptions {
  /** Reaches this computer. */
  readonly dialer: StreamDialer;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Never offered: it is ours. */
  readonly ownPort: number | null;
}

/** A program whose proxy answered as one, and how it is reached. */
export interface DetectedProgram {
  readonly name: string;
  readonly expression: Expression;
  readonly isTor: boolean;
}

/**
 * Asks each program's usual port, on 127.0.0.1 and ::1, in the protocol it would speak: a SOCKS5 greeting (RFC 1928 §3), or an HTTP
 * CONNECT that leads nowhere. At most sixteen at a time, a second each; one proxy for each port, by the names of all whose port that is.
 * Rejects only when aborted.
 */
export async function detectPrograms(
  programs: readonly Program[],
  options: DetectOptions,
): Promise<readonly DetectedProgram[]> {
  const ports = [...new Set(programs.map(({ port }) => port))].filter((port) => port !== options.ownPort);
  const doors = ports.flatMap((port) => LOOPBACK.map((host) => ({ host, port })));
  const spoken = await inParallel(doors, (door) => protocolAt(door, programs, options));
  return ports.flatMap((port) => {
    const index = doors.findIndex((door, at) => door.port === port && spoken[at] != null);
    const [door, protocol] = [doors[index], spoken[index]];
    if (door === undefined || protocol == null) return [];
    const alike = programs.filter((one) => one.port === port && one.protocol === protocol);
    return {
      name: [...new Set(alike.map(({ name }) => name))].join(' / '),
      expression: expressionOf(protocol, door),
      isTor: alike.some(({ isTor }) => isTor === true),
    };
  });
}

/** The first of the protocols that programs of that port speak; null where none is spoken there. */
async function protocolAt(
  door: HostPort,
  programs: readonly Program[],
  options: DetectOptions,
): Promise<Program['protocol'] | null> {
  const asked = new Set(programs.filter(({ port }) => port === door.port).map(({ protocol }) => protocol));
  for (const protocol of asked) {
    const answer = await ask(door, protocol, options);
    if (answer === 'yes') return protocol;
    // Who does not let us in at all need not be asked in another protocol.
    if (answer === 'nobody') return null;
  }
  return null;
}

function expressionOf(spoken: Program['protocol'], { host, port }: HostPort): Expression {
  const protocol = spoken === 'socks5' ? 'socks5' : 'http-proxy';
  return { resolver: 'system', hops: [{ kind: 'proxy', protocol, host, port }] };
}

async function ask(
  door: HostPort,
  protocol: Program['protocol'],
  { dialer, clock, signal }: DetectOptions,
): Promise<'yes' | 'no' | 'nobody'> {
  let isOpen = false;
  try {
    return await withDeadline({ signal, ms: PATIENCE_MS, operation: 'proxy', clock }, async (limited) => {
      const stream = await dialer.dial(door, { signal: limited });
      isOpen = true;
      stream.on('error', () => undefined);
      try {
        const doesAnswer = await (protocol === 'socks5'
          ? greets(stream, limited)
          : connects(stream, limited));
        return doesAnswer ? 'yes' : 'no';
      } finally {
        stream.destroy();
      }
    });
  } catch {
    signal.throwIfAborted();
    return isOpen ? 'no' : 'nobody';
  }
}

/** Whether it lets us in without a password. */
function greets(stream: Duplex, signal: AbortSignal): Promise<boolean> {
  stream.write(Uint8Array.of(5, 1, 0));
  let heard = Buffer.alloc(0);
  return readUntil(stream, signal, (chunk) => {
    heard = Buffer.concat([heard, chunk]);
    return heard.length < 2 ? undefined : { value: heard[0] === 5 && heard[1] === 0, rest: Buffer.alloc(0) };
  });
}

async function connects(stream: Duplex, signal: AbortSignal): Promise<boolean> {
  stream.write(`CONNECT ${NOWHERE} HTTP/1.1\r\nHost: ${NOWHERE}\r\n\r\n`, 'latin1');
  return PROXY_STATUSES.has(await readUntil(stream, signal, createReplyReader()));
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const runner = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runner));
  return results;
}
