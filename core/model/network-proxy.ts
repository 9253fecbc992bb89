import type { HostPort } from './address.ts';
import type { StreamDialer } from './dialer.ts';

/** A proxy that belongs to the network, not to the person: what goes straight out goes through it there. */
export interface NetworkProxy extends HostPort {
  readonly protocol: 'http-proxy' | 'https-proxy' | 'socks5' | 'socks4a';
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** By which of the network's proxies a target is reached; null: straight. Rejects only with the signal's reason. */
export type ChooseProxy = (target: HostPort, signal: AbortSignal) => Promise<NetworkProxy | null>;

/** A proxy of the network that takes whole requests (RFC 9112 §3.2.2): many let nobody tunnel to port 80. */
export interface RequestProxy {
  /** Dials the proxy itself, whatever the target. */
  readonly dialer: StreamDialer;
  /** Shown to it, where it knows the person by something. */
  readonly authorization: string | null;
}

/**
 * What the script at an address, code of whoever runs the network, answers for a URL (`PROXY a.example:3128; DIRECT`); null
 * where nobody can run it safely. Rejects only with the signal's reason.
 */
export type FindProxy = (script: string, url: string, signal: AbortSignal) => Promise<string | null>;

/** What holds of a network's own proxy, as screens are told. */
export const NETWORK_PROXIES = [
  'none',
  /** We go through it. */
  'followed',
  /** There is one, named by a script that nobody here can run: we go straight. */
  'script',
  /** The computer's settings name one that does not answer: we go straight. */
  'silent',
] as const;
export type NetworkProxyStanding = (typeof NETWORK_PROXIES)[number];
