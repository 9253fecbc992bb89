import type { Duplex } from 'node:stream';
import type { DialOptions, StreamDialer } from '../../model/dialer.ts';
import { NetError } from '../../model/failure.ts';
import type { Clock } from '../../model/time.ts';
import { openWebSocketStream } from '../../net/carriage/web-socket-stream.ts';
import { secure } from '../../net/tls-client.ts';
import type { CoolDowns } from './cool-downs.ts';

/** Where Telegram's own web client goes (core.telegram.org/mtproto/transports, tweb's dcConfigurator.ts). */
const PATH = '/apiws';
const PORT = 443;
const ORIGIN = 'https://web.telegram.org';
const PROTOCOL = 'binary';
/** What serves the data centre of files only has no web address of its own. */
const STANDS_IN: ReadonlyMap<number, number> = new Map([[203, 2]]);
const MOST_CENTRES = 5;

export interface WebSocketTools {
  /** PEMs that Telegram's certificate is checked against. */
  readonly roots: readonly string[];
  readonly clock: Clock;
  /** What the ClientHello asks for instead of the name that the certificate must be for, where it is to ask for another. */
  readonly serverName?: string | undefined;
  /** Of names that did not answer. */
  readonly coolDowns: CoolDowns;
}

/** A data centre, as an app asks for it. */
export interface WantedCentre {
  readonly dataCentre: number;
  readonly isMedia: boolean;
}

/** The names of a data centre's web address, the better one first. Empty where it has none. */
export function webSocketHosts({ dataCentre, isMedia }: WantedCentre): readonly string[] {
  const number = STANDS_IN.get(dataCentre) ?? dataCentre;
  if (number > MOST_CENTRES) return [];
  const name = (suffix: string) => `kws${number}${suffix}.web.telegram.org`;
  return isMedia ? [name('-1'), name('')] : [name('')];
}

/**
 * Opens a web socket to a data centre over `inner`, its certificate checked. Rejects with NetError, of the last name that
 * was tried, or the signal's reason.
 */
export async function openCentre(
  inner: StreamDialer,
  wanted: WantedCentre,
  { roots, clock, coolDowns, serverName }: WebSocketTools,
  options: DialOptions,
): Promise<Duplex> {
  const { signal, trace } = options;
  let last: unknown = new NetError('connect', 'x_proxy_forbidden_target');
  for (const host of coolDowns.inOrder(webSocketHosts(wanted))) {
    try {
      const stream = await inner.dial({ host, port: PORT }, options);
      const tunnel = await secure(stream, {
        ...{ serverName: serverName ?? host, verifyName: host, alpn: ['http/1.1'], roots, clock, signal },
        ...(trace === undefined ? {} : { trace }),
      });
      const request = { path: PATH, host, origin: ORIGIN, protocol: PROTOCOL };
      const socket = await openWebSocketStream(tunnel, request, signal);
      coolDowns.worked(host);
      return socket;
    } catch (error) {
      signal.throwIfAborted();
      coolDowns.failed(host);
      last = error;
    }
  }
  throw last;
}
