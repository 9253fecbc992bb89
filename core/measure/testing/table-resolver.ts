import { NetError } from '../../model/failure.ts';
import type { Resolver } from '../../model/resolver.ts';

/** A resolver that knows IPv4 addresses by a table; what is not in it is `dns_nxdomain_error`. */
export function createTableResolver(
  id: string,
  table: Readonly<Record<string, readonly string[]>>,
): Resolver {
  return {
    id,
    async resolve(name, family, { trace }) {
      const addresses = table[name] ?? [];
      const failure = addresses.length === 0 ? 'dns_nxdomain_error' : family === 6 ? 'dns_no_answer' : null;
      const answered = failure === null ? addresses : [];
      trace?.({
        operation: 'resolve',
        startedAt: 0,
        endedAt: 1,
        failure,
        name,
        resolver: id,
        addresses: answered,
      });
      if (failure !== null) throw new NetError('resolve', failure);
      return { addresses: answered, ttl: 60 };
    },
  };
}
