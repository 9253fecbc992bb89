import type { HostPort } from '../model/address.ts';
import type { StreamDialer } from '../model/dialer.ts';
import type { ChooseProxy, NetworkProxy, RequestProxy } from '../model/network-proxy.ts';
import type { Resolver } from '../model/resolver.ts';
import type { Clock } from '../model/time.ts';
import type { Reach } from './direct.ts';
import { gated } from './gated.ts';
import { basicAuthorization, createHttpConnectDialer } from './proxy/http-connect.ts';
import { createSocksDialer } from './proxy/socks.ts';

export interface FollowOptions {
  /** The computer's own resolver. */
  readonly systemResolver: Resolver;
  /** Dials straight, names looked up by that resolver; `reach` in place of a TCP connect where it is given. */
  readonly direct: (resolver: Resolver, reach?: Reach) => StreamDialer;
  /** PEMs that a proxy's own certificate is checked against. */
  readonly roots: readonly string[];
  readonly clock: Clock;
}

/** Everything that goes straight out, through the network's own proxy where it has one. */
export interface Follower {
  /** From now on, until the next call. */
  follow(choose: ChooseProxy | null): void;
  isFollowing(): boolean;
  /** Names are looked up by this resolver; the system's way leaves them to the proxy, as a browser does. */
  dialer(resolver: Resolver): StreamDialer;
  /** The HTTP proxy that a target's unencrypted requests go to as they are; null: to the target itself, or by a tunnel. */
  requestProxy(target: HostPort, signal: AbortSignal): Promise<RequestProxy | null>;
}

/** Goes straight until it is told whom to follow. */
export function createFollower({ systemResolver, direct, roots, clock }: FollowOptions): Follower {
  let choose: ChooseProxy | null = null;
  const toProxy = silently(direct(systemResolver));

  return {
    follow(next) {
      choose = next;
    },
    isFollowing: () => choose !== null,
    async requestProxy(target, signal) {
      const proxy = (await choose?.(target, signal)) ?? null;
      if (proxy?.protocol !== 'http-proxy') return null;
      const { host, port, credentials } = proxy;
      return {
        dialer: { dial: (_, options) => toProxy.dial({ host, port }, options) },
        authorization: credentials === undefined ? null : basicAuthorization(credentials),
      };
    },
    dialer(resolver) {
      const straight = direct(resolver);
      const around = (proxy: NetworkProxy) => {
        const reach = gated(proxyDialer(toProxy, proxy, { roots, clock }), clock);
        return resolver.id === systemResolver.id ? reach : direct(resolver, reach.dial);
      };
      return {
        async dial(target, options) {
          const proxy = choose === null ? null : await choose(target, options.signal);
          return (proxy === null ? straight : around(proxy)).dial(target, options);
        },
      };
    },
  };
}

function proxyDialer(
  inner: StreamDialer,
  { protocol, ...upstream }: NetworkProxy,
  { roots, clock }: Pick<FollowOptions, 'roots' | 'clock'>,
): StreamDialer {
  switch (protocol) {
    case 'http-proxy':
      return createHttpConnectDialer(inner, upstream, { clock });
    case 'https-proxy':
      return createHttpConnectDialer(inner, upstream, { clock, tls: { roots } });
    default:
      return createSocksDialer(inner, protocol, upstream, { clock });
  }
}

/** The proxy's own address is no evidence about the target's. */
function silently(dialer: StreamDialer): StreamDialer {
  return { dial: (target, { signal }) => dialer.dial(target, { signal }) };
}
