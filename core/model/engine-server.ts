import type { HostPort } from './address.ts';

/** Kinds of server that an engine of others speaks to for us. `reality` and `vision` are VLESS that needs more than TLS. */
export const ENGINE_PROTOCOLS = ['vmess', 'reality', 'vision', 'hysteria2', 'tuic', 'wireguard'] as const;
export type EngineProtocol = (typeof ENGINE_PROTOCOLS)[number];

/** A server as an engine is told of it. */
export interface EngineServer extends HostPort {
  readonly protocol: EngineProtocol;
  /** UUID, password, or WireGuard's private key; with `tuic` a password beside it. */
  readonly credentials: { readonly username: string; readonly password: string };
  /** By the names that links give them; only what differs from what the kind means without. */
  readonly options: Readonly<Record<string, string>>;
}
