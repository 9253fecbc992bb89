import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup as getaddrinfo } from 'node:dns/promises';
import { getSystemErrorName } from 'node:util';
import type { IpFamily } from '../../model/address.ts';
import { NetError } from '../../model/failure.ts';
import type { Resolver } from '../../model/resolver.ts';
import type { Clock } from '../../model/time.ts';
import { abandonable, onAbort } from '../abort.ts';
import { classify } from '../classify.ts';
import { createTracedResolver } from './traced-resolver.ts';

export interface SystemResolverOptions {
  readonly clock: Clock;
  readonly lookup?: (name: string, options: LookupOptions & { all: true }) => Promise<LookupAddress[]>;
}

const DEADLINE_MS = 5_000;
/**
 * libuv answers getaddrinfo and file access with the same threads, four unless the environment says more, and a look-up
 * cannot be stopped: half of them are left for everything else.
 */
const MAX_UNDER_WAY = Math.max(2, Math.floor(Number(process.env.UV_THREADPOOL_SIZE ?? 4) / 2) || 2);
const MAX_WAITING = 256;

/** The computer's own resolver, hosts file included (`getaddrinfo`). Its answers carry no TTL. */
export function createSystemResolver({ clock, lookup = getaddrinfo }: SystemResolverOptions): Resolver {
  const slots = createSlots(MAX_UNDER_WAY, MAX_WAITING);
  const addresses = async (name: string, family: IpFamily) => {
    try {
      const found = await lookup(name, { family, all: true });
      return [...new Set(found.map(({ address }) => address))];
    } catch (error) {
      throw isNoData(error) ? new NetError('resolve', 'dns_no_answer') : classify(error, 'resolve');
    }
  };

  return createTracedResolver(
    'system',
    { clock, deadlineMs: DEADLINE_MS },
    async (name, family, { signal }) => {
      await slots.take(signal);
      const found = addresses(name, family);
      found.then(slots.giveBack, slots.giveBack);
      return { addresses: await abandonable(found, signal), ttl: 0 };
    },
  );
}

/** Node calls both "no such name" and "no address of this family" ENOTFOUND; the number still tells them apart. */
function isNoData(error: unknown): boolean {
  const errno: unknown = error instanceof Error && 'errno' in error ? error.errno : undefined;
  return typeof errno === 'number' && errno < 0 && getSystemErrorName(errno) === 'EAI_NODATA';
}

function createSlots(limit: number, maxWaiting: number) {
  const waiting = new Set<() => void>();
  let taken = 0;
  return {
    take(signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      if (taken < limit) {
        taken += 1;
        return Promise.resolve();
      }
      if (waiting.size >= maxWaiting) throw new NetError('resolve', 'dns_temporary_failure');
      return new Promise((resolve, reject) => {
        const enter = () => {
          stop();
          resolve();
        };
        waiting.add(enter);
        const stop = onAbort(signal, () => {
          waiting.delete(enter);
          reject(signal.reason);
        });
      });
    },
    giveBack() {
      const [next] = waiting;
      if (next === undefined) {
        taken -= 1;
        return;
      }
      waiting.delete(next);
      next();
    },
  };
}
