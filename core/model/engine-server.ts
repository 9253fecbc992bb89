import type { HostPort } from './address.ts';

/**
 * Kinds of server that an engine of others speaks to for us. `reality` and `vision` are VLESS that needs more than TLS;
 * `…-xray` are in HTTP of a newer kind than a web socket, or locked as only Xray does it.
 */
export const ENGINE_PROTOCOLS = [
  ...(['vmess', 'reality', 'vision', 'hysteria2', 'tuic', 'wireguard'] as const),
  ...(['vless-xray', 'vmess-xray', 'trojan-xray'] as const),
] as const;
export type EngineProtocol = (typeof ENGINE_PROTOCOLS)[number];
/** Of which Xray alone speaks the form. */
export type XrayProtocol = Extract<EngineProtocol, `${string}-xray`>;

/** A server as an engine is told of it. */
export interface EngineServer extends HostPort {
  readonly protocol: EngineProtocol;
  /** UUID, password, or WireGuard's private key; with `tuic` a password beside it. */
  readonly credentials: { readonly username: string; readonly password: string };
  /** By the names that links give them; only what differs from what the kind means without. */
  readonly options: Readonly<Record<string, string>>;
}
