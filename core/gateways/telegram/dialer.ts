import type { Duplex } from 'node:stream';
import type { StreamDialer } from '../../model/dialer.ts';
import { noteRoundTrip, roundTrip } from '../../net/round-trip.ts';
import { TelegramStream } from './stream.ts';
import { openCentre, type WantedCentre, type WebSocketTools } from './web-socket.ts';

export interface TelegramDialerOptions extends WebSocketTools {
  /** The number of the data centre at an address; undefined where that is not known. */
  readonly dataCentreAt: (address: string) => number | undefined;
}

/**
 * Carries an app's obfuscated connection to a data centre inside the web socket that Telegram's web client uses, so that
 * only `kws1.web.telegram.org` … have to be reached, over `inner`. For an address that is known the socket is open when the
 * dial resolves; else, and where the app then asks for another data centre, it is opened once the app has said for which.
 * Nothing but obfuscated connections without a secret is carried. Rejects with NetError, or the signal's reason.
 */
export function createTelegramDialer(inner: StreamDialer, options: TelegramDialerOptions): StreamDialer {
  return {
    async dial(target, { signal, ...hooks }) {
      const open = (wanted: WantedCentre, within: AbortSignal): Promise<Duplex> =>
        openCentre(inner, wanted, options, { ...hooks, signal: within });
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
