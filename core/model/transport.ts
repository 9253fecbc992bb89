import type { PacketDialer, StreamDialer } from './dialer.ts';

/**
 * A configured way out. `plain`: what the app would do by itself; `strategy`: serverless, a resolver and a
 * shape of the ClientHello; `server`: somebody's server that the person was given.
 */
export type TransportKind = 'plain' | 'strategy' | 'server';

export interface Transport {
  /** Stable and free of secrets: names the transport in memory, events and reports. */
  readonly id: string;
  readonly kind: TransportKind;
  /** Text form with secrets hidden: `doh:quad9 | tlsfrag:sni`, `socks5://•••@10.0.0.5:1080`. */
  readonly label: string;
  /** Carries this protocol of an app's and nothing else. */
  readonly carries?: 'obfuscated2';
  readonly dialer: StreamDialer;
  /** Carries datagrams as well; absent where the way has no room for them, and wherever nobody's server takes them. */
  readonly packets?: PacketDialer;
  /**
   * Where what it goes through takes longer to come up than a dial may: brings it up. Rejects with NetError, or the signal's
   * reason.
   */
  readonly prepare?: (signal: AbortSignal) => Promise<void>;
}
