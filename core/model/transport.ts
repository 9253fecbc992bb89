import type { StreamDialer } from './dialer.ts';

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
}
