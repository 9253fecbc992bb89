import type { Duplex } from 'node:stream';
import type { DialOptions, StreamDialer } from '../../model/dialer.ts';
import { withDeadline } from '../../net/deadline.ts';
import { noteRoundTrip, roundTrip } from '../../net/round-trip.ts';
import { createCoolDowns } from './cool-downs.ts';
import { createSpares } from './spares.ts';
import { TelegramStream } from './stream.ts';
import { openCentre, type WantedCentre, type WebSocketTools } from './web-socket.ts';

export interface TelegramDialerOptions extends Pick<WebSocketTools, 'roots' | 'clock' | 'serverName'> {
  /** Connections that outlive the dial they were made for; to be closed by whoever filled this. */
  readonly kept: Set<{ close(): void }>;
  /** The number of the data centre at an address; undefined where that is not known. */
  readonly dataCentreAt: (address: string) => number | undefined;
}

/** Milliseconds for one that nobody waits for. */
const SPARE_MS = 10_000;

type Hooks = Omit<DialOptions, 'signal'>;

/**
 * Carries an app's obfuscated connection to a data centre inside the web socket that Telegram's web client uses, so that
 * only `kws1.web.telegram.org` … have to be reached, over `inner`. For an address that is known the socket is open when the
 * dial resolves; else, and where the app then asks for another data centre, it is opened once the app has said for which.
 * Nothing but obfuscated connections without a secret is carried. Where an app came by, another web socket to the same data
 * centre is held ready for up to two minutes: apps open several. What is traced is measured, and always opened anew. Rejects with NetError, or the signal's reason.
 */
export function createTelegramDialer(inner: StreamDialer, options: TelegramDialerOptions): StreamDialer {
  const tools = { ...options, coolDowns: createCoolDowns(options.clock) };
  const spares = createSpares(options.clock, options.kept);

  async function openOrTake(wanted: WantedCentre, signal: AbortSignal, hooks: Hooks): Promise<Duplex> {
    if (hooks.trace !== undefined) return openCentre(inner, wanted, tools, { ...hooks, signal });
    const key = `${wanted.dataCentre} ${wanted.isMedia}`;
    const socket = spares.take(key) ?? (await openCentre(inner, wanted, tools, { ...hooks, signal }));
    const open = (within: AbortSignal) =>
      withDeadline({ signal: within, ms: SPARE_MS, operation: 'connect', clock: options.clock }, (limited) =>
        openCentre(inner, wanted, tools, { signal: limited }),
      );
    spares.fill(key, open);
    return socket;
  }

  return {
    async dial(target, { signal, ...hooks }) {
      const open = (wanted: WantedCentre, within: AbortSignal) => openOrTake(wanted, within, hooks);
      const expected = options.dataCentreAt(target.host);
      if (expected === undefined) return new TelegramStream(open, options.clock);
      const wanted = { dataCentre: expected, isMedia: false };
      const socket = await open(wanted, signal);
      const stream = new TelegramStream(open, options.clock, { wanted, socket });
      const ms = roundTrip(socket);
      if (ms !== undefined) noteRoundTrip(stream, ms);
      return stream;
    },
  };
}
