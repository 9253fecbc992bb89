import type { IpFamily } from './address.ts';
import type { Trace } from './trace.ts';

export interface DnsAnswer {
  readonly addresses: readonly string[];
  /** Seconds the answer may be kept; 0 where the resolver does not tell (the system's). */
  readonly ttl: number;
}

export interface ResolveOptions {
  readonly signal: AbortSignal;
  readonly trace?: Trace;
}

/** Asks one family for one name. Rejects with NetError('resolve', 'dns_…') — an empty answer is `dns_no_answer`. */
export interface Resolver {
  /** Text form, parsed back by core/transports: `system`, `doh:quad9`, `tcp:google`. */
  readonly id: string;
  resolve(name: string, family: IpFamily, options: ResolveOptions): Promise<DnsAnswer>;
}
