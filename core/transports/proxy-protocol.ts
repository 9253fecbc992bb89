const PLAIN_PROTOCOLS = ['socks5', 'socks4a', 'http-proxy', 'https-proxy', 'ss'] as const;
/** Carried in TLS, and in a web socket where that is asked for. */
const CARRIED_PROTOCOLS = ['trojan', 'vless'] as const;
export const PROXY_PROTOCOLS = [...PLAIN_PROTOCOLS, ...CARRIED_PROTOCOLS, 'ssh', 'mtproto'] as const;
export type PlainProtocol = (typeof PLAIN_PROTOCOLS)[number];
export type CarriedProtocol = (typeof CARRIED_PROTOCOLS)[number];
export type ProxyProtocol = PlainProtocol | CarriedProtocol | 'ssh' | 'mtproto';

/** Whether it goes inside TLS, and in a web socket where that is asked for. */
export function isCarriedInTls(protocol: ProxyProtocol): protocol is CarriedProtocol {
  return CARRIED_PROTOCOLS.some((carried) => carried === protocol);
}
