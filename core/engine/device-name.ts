import { Resolver } from 'node:dns/promises';
import { onAbort } from '../net/abort.ts';
import { isPrivate } from '../net/ip.ts';

/** Milliseconds that a home router has to say a name. */
const ANSWER_MS = 1_500;
/** A name as routers know it from DHCP: `Anna-iPhone`; the domain behind it says nothing. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * What this network calls one of its devices: its router is asked, and nobody beyond, so where the resolver is not in this
 * network nobody is. Null where there is no name. Never rejects.
 */
export async function deviceName(
  address: string,
  signal: AbortSignal,
  resolver: Pick<Resolver, 'getServers' | 'reverse' | 'cancel'> = new Resolver({
    timeout: ANSWER_MS,
    tries: 1,
  }),
): Promise<string | null> {
  const isNear = resolver.getServers().every((server) => isPrivate(server.replace(/^\[|\]?(:\d+)?$/g, '')));
  if (!isNear || signal.aborted) return null;
  const unlink = onAbort(signal, () => resolver.cancel());
  const names = await resolver.reverse(address).catch(() => []);
  unlink();
  const [name = ''] = names[0]?.split('.') ?? [];
  return NAME.test(name) ? name : null;
}
