import type { HostPort } from '../../model/address.ts';
import type { PacketDialer } from '../../model/dialer.ts';
import { NetError } from '../../model/failure.ts';
import type { Clock } from '../../model/time.ts';
import type { Trace } from '../../model/trace.ts';
import { failureOf } from '../../net/classify.ts';
import { withDeadline } from '../../net/deadline.ts';
import { normaliseIp } from '../../net/ip.ts';

/** A datagram that was lost is sent again, twice. Milliseconds after the first. */
const AGAIN_MS = [500, 1500] as const;
/** Milliseconds for an answer. */
const PATIENCE_MS = 3000;
/** Datagrams that are looked at: a stranger may send any number. */
const MOST_LOOKED_AT = 16;

export interface DatagramQuestion<T> {
  /** An address, not a name. */
  readonly to: HostPort;
  /** `stun`, `quic-versions`, `quic-initial`. */
  readonly protocol: string;
  readonly bytes: Uint8Array;
  /** What a datagram from there answers; null where it is none. */
  readonly read: (datagram: Uint8Array) => T | null;
}

export interface DatagramTools {
  readonly packets: PacketDialer;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly trace: Trace;
}

/**
 * Sends a datagram, up to three times, and waits 3 s for an answer from that very address and port. Rejects with
 * NetError('dialogue', …): `generic_timeout_error`, or how the system refused; or with the signal's reason. Traced as one step.
 */
export async function askByDatagram<T>(
  { to, protocol, bytes, read }: DatagramQuestion<T>,
  { packets, clock, signal, trace }: DatagramTools,
): Promise<T> {
  const startedAt = clock.monotonic();
  const seen = { sent: 0, received: 0 };
  const told = (failure: NetError['failure'] | null) => {
    const times = { startedAt, endedAt: clock.monotonic(), failure };
    trace({ operation: 'dialogue', ...times, protocol, datagrams: { address: to, ...seen } });
  };
  try {
    const deadline = { signal, ms: PATIENCE_MS, operation: 'dialogue', clock } as const;
    const answer = await withDeadline(deadline, async (limited) => {
      const socket = await packets.bind({ signal: limited });
      const send = async () => {
        await socket.send(bytes, to);
        seen.sent += bytes.length;
      };
      // A refusal that comes back for one datagram must not end the listening for another.
      const again = AGAIN_MS.map((ms) => clock.after(ms, () => void send().catch(() => undefined)));
      try {
        await send();
        for (let looked = 0; looked < MOST_LOOKED_AT; looked += 1) {
          const { from, data } = await socket.receive(limited);
          if (!isSame(from, to)) continue;
          seen.received += data.length;
          const found = readSafely(read, data);
          if (found !== null) return found;
        }
        throw new NetError('dialogue', 'x_unexpected_answer');
      } finally {
        for (const callOff of again) callOff();
        socket.close();
      }
    });
    told(null);
    return answer;
  } catch (error) {
    told(failureOf(error, 'dialogue', signal));
    throw error;
  }
}

function readSafely<T>(read: (datagram: Uint8Array) => T | null, data: Uint8Array): T | null {
  try {
    return read(data);
  } catch (error) {
    if (error instanceof NetError) return null;
    throw error;
  }
}

function isSame(from: HostPort, to: HostPort): boolean {
  return from.port === to.port && normaliseIp(from.host) === normaliseIp(to.host);
}
