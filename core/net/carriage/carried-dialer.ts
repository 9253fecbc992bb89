import type { Duplex } from 'node:stream';
import type { HostPort } from '../../model/address.ts';
import type { StreamDialer } from '../../model/dialer.ts';
import { proxyError } from '../proxy/failure.ts';
import { isPlainHost, type ProxyOptions, throughUpstream, type Upstream } from '../proxy/upstream.ts';
import { type Carriage, carry } from './carriage.ts';

export interface CarriedOptions extends ProxyOptions {
  readonly carriage: Carriage;
  /** PEMs that the server's certificate is checked against. */
  readonly roots: readonly string[];
}

/** What a protocol says inside its carriage. */
export interface CarriedProtocol {
  /** As the trace calls it. */
  readonly name: string;
  /** What is said first, before the target's own bytes. */
  readonly request: (target: HostPort) => Uint8Array;
  /** The target's stream, out of what comes back; the tunnel itself where nothing comes before it. */
  readonly unwrap?: (tunnel: Duplex) => Duplex;
}

/**
 * Dials through a server that takes one request in TLS, or in a web socket in TLS, and then passes bytes on. Rejects with
 * NetError('proxy', 'x_proxy_…'), NetError('tls', …), or the signal's reason.
 */
export function createCarriedDialer(
  inner: StreamDialer,
  upstream: Upstream,
  { name, request, unwrap = (tunnel) => tunnel }: CarriedProtocol,
  options: CarriedOptions,
): StreamDialer {
  const { roots, carriage } = options;
  return {
    async dial(target, dialOptions) {
      if (!isPlainHost(target.host)) throw proxyError('x_proxy_forbidden_target');
      const first = request(target);
      const { trace } = dialOptions;
      const traced = trace === undefined ? {} : { trace };
      const talk = async (stream: Duplex, signal: AbortSignal): Promise<Duplex> => {
        const tunnel = await carry(stream, upstream, carriage, { roots, signal, ...traced });
        tunnel.write(first);
        return unwrap(tunnel);
      };
      return throughUpstream(inner, upstream, name, talk, dialOptions, options);
    },
  };
}
