import type { ResolveOptions } from '../../model/resolver.ts';
import type { Query } from './query.ts';

/** One connection to a resolver that carries many queries at once. */
export interface DnsSession {
  /** Sends `query`, resolves with the message that came back for it. Rejects with NetError or the signal's reason. */
  exchange(query: Query, signal: AbortSignal): Promise<Uint8Array>;
  /** Takes no more queries. */
  isClosed(): boolean;
  /** Whether the connection keeps the process alive. */
  hold(alive: boolean): void;
  /** Ends the connection; whoever still waits is rejected. Idempotent. */
  close(): void;
}

export type OpenSession = (options: ResolveOptions) => Promise<DnsSession>;
