import type { HostPort } from '../../model/address.ts';
import type { PacketDialer, PacketSocket } from '../../model/dialer.ts';
import { NetError } from '../../model/failure.ts';
import type { ResolveOptions } from '../../model/resolver.ts';
import type { Clock } from '../../model/time.ts';
import { linkedController } from '../abort.ts';
import { normaliseIp } from '../ip.ts';
import type { Query } from './query.ts';
import { type Reply, readReply } from './reply.ts';

export interface UdpExchangeOptions extends ResolveOptions {
  readonly packetDialer: PacketDialer;
  readonly server: HostPort;
  readonly clock: Clock;
  /** 0 lets a reply end the listening at once; anything above keeps it open for the window. */
  readonly suspicion: (reply: Reply) => number;
}

/** How long another answer may come after the first suspicious one: a slow resolver's look-up, not just a round trip. */
const WINDOW_MS = 500;
const RESEND_MS = 1_000;
const PATIENCE_MS = 3_000;
const MAX_DATAGRAMS = 64;

/**
 * Sends `query` to one server from a port of its own and gathers replies: the first that is beyond suspicion, or
 * all that come within the window after a suspicious one, in the order they came: an injector on the path cannot
 * stop the true answer, only outrun it (Duan et al., "Hold-On", SATIN 2012). Rejects with NetError, after 3 s of
 * silence or of nothing but broken replies, or with the signal's reason.
 */
export async function exchangeOverUdp(query: Query, options: UdpExchangeOptions): Promise<readonly Reply[]> {
  const { packetDialer, server, clock, signal, trace } = options;
  const socket = await packetDialer.bind({ signal, ...(trace && { trace }) });
  const { controller, unlink } = linkedController(signal);
  try {
    await socket.send(query.bytes, server);
    resend(query, socket, server, clock, controller.signal);
    abortAfter(PATIENCE_MS, controller, clock);
    return await listen(query, socket, controller, options);
  } finally {
    unlink();
    controller.abort();
    socket.close();
  }
}

async function listen(
  query: Query,
  socket: PacketSocket,
  window: AbortController,
  { server, clock, signal, suspicion }: UdpExchangeOptions,
): Promise<readonly Reply[]> {
  const heard: Reply[] = [];
  let nothing = new NetError('resolve', 'generic_timeout_error');
  try {
    for (let datagrams = 0; datagrams < MAX_DATAGRAMS; datagrams += 1) {
      const { from, data } = await socket.receive(window.signal);
      if (!isSame(from, server)) continue;
      const reply = tryRead(query, data);
      if (!('addresses' in reply)) {
        nothing = reply;
        continue;
      }
      heard.push(reply);
      if (suspicion(reply) === 0) break;
      if (heard.length === 1) abortAfter(WINDOW_MS, window, clock);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!window.signal.aborted && heard.length === 0) throw error;
  }
  if (heard.length === 0) throw nothing;
  return heard;
}

/** A reply that is broken or not ours may be a blind forger's: it is passed over, and waiting goes on. */
function tryRead(query: Query, data: Uint8Array): Reply | NetError {
  try {
    return readReply(query, data);
  } catch (error) {
    if (error instanceof NetError) return error;
    throw error;
  }
}

function resend(
  query: Query,
  socket: PacketSocket,
  server: HostPort,
  clock: Clock,
  signal: AbortSignal,
): void {
  clock
    .sleep(RESEND_MS, signal)
    .then(() => socket.send(query.bytes, server))
    .catch(() => undefined);
}

function abortAfter(ms: number, controller: AbortController, clock: Clock): void {
  clock.sleep(ms, controller.signal).then(
    () => controller.abort(),
    () => undefined,
  );
}

function isSame(from: HostPort, to: HostPort): boolean {
  return from.port === to.port && normaliseIp(from.host) === normaliseIp(to.host);
}
