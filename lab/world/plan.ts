/** Addresses of the world that are not in the product's data, and ports inside it. */
export const ISP_RESOLVER = { v4: '78.36.12.53', v6: '2a01:620::53' } as const;
export const WEBSOCKET_PORT = 9001;
export const PORTAL = { address: '78.36.12.80', port: 8080 } as const;
export const INTERCEPTOR = { address: '78.36.12.66', port: 8443 } as const;

/** The person's own servers: what scenarios write in links. */
export const VPS = {
  name: 'bridge.example.org',
  good: '95.216.40.10',
  /** Exists and has nothing listening: connections are refused. */
  dead: '95.216.40.11',
  /** Accepts connections and never says a word. */
  slow: '95.216.40.12',
  /** Another that works. */
  other: '95.216.40.14',
  /** An ordinary web site. */
  site: '95.216.40.13',
  user: 'lab',
  password: 'secret-of-the-lab',
  /** What VMess knows the person by. */
  id: 'b831381d-6324-4d53-ad4f-8cda48b30811',
} as const;

/** The proxy of the network the client is in, as companies have one: it leads to two ports alone. */
export const COMPANY = { address: '10.77.1.9', port: 3128 } as const;

export const PROXY_PORTS = {
  danted: 1080,
  microsocks: 1081,
  tinyproxy: 8080,
  squid: 8443,
  shadowsocks: 8388,
  sshd: 22,
  v2ray: 10086,
  slow: 1080,
} as const;

/** Hosts whose every address answers datagrams, as a server for calls does: of each messenger one, and nobody's. */
export const STUN = {
  hosts: {
    telegram: '149.154.167.51',
    whatsapp: 'web.whatsapp.com',
    signal: 'grpc.chat.signal.org',
    nobodys: 'example.org',
  },
  port: 3478,
} as const;

/** An address as it is written before `:port`. */
export function formatAddress(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
