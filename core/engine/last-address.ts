import type { ResolverChoice } from '../finder/resolver-choice.ts';
import { testServerName } from '../measure/server-name.ts';
import type { Trace } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';
import { familyOf } from '../net/ip.ts';
import type { EngineParts } from './parts.ts';

const TLS_PORT = 443;

/**
 * Guards a name's last fresh address: where a censor keeps an address blocked after a hit and all but one of the name's
 * addresses were hit, a shape is tried on a neutral address first. False when it draws the block there.
 */
export function createLastAddressGuard(
  { bricks, resources, clock }: Pick<EngineParts, 'bricks' | 'resources' | 'clock'>,
  resolvers: ResolverChoice,
) {
  return async (
    transport: Transport,
    name: string,
    options: { signal: AbortSignal; trace: Trace },
  ): Promise<boolean> => {
    const addresses = await resolvers.addressesOf(name, options);
    const isResting = (address: string) => bricks.book.isResting(address, TLS_PORT);
    const families = new Set(addresses.filter(isResting).map(familyOf));
    const usable = addresses.filter((address) => families.has(familyOf(address)));
    if (usable.length < 2 || usable.filter((address) => !isResting(address)).length !== 1) return true;
    const { verdict } = await testServerName({
      neutral: resources.controls.neutral,
      serverName: name,
      dialer: transport.dialer,
      roots: bricks.roots,
      book: bricks.book,
      clock,
      ...options,
    });
    return verdict !== 'reset' && verdict !== 'silent';
  };
}
