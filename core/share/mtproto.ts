import { createCentreAddresses } from '../gateways/telegram/centre-addresses.ts';
import { createGreeting, readAway } from '../gateways/telegram/greeting.ts';
import { hardClose } from '../local-proxy/streams.ts';
import type { Clock, Random } from '../model/time.ts';
import { type Host, inTime } from './visitor.ts';

const MESSENGER = 'telegram';

export interface MtprotoKeys {
  /** 16 bytes. */
  readonly secret: Uint8Array;
  /** The number of the data centre at each address, the better ones first. */
  readonly dataCentres: ReadonlyMap<string, number>;
}

/**
 * Telegram by MTProto with a secret, which is never sent: to Telegram's data centres only. Who does not show the secret hears
 * nothing, and is closed when who says nothing is.
 */
export function carryMtproto(
  { secret, dataCentres }: MtprotoKeys,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Host {
  const greet = createGreeting({ secret, addresses: createCentreAddresses(dataCentres, clock), random });
  return async (visitor) => {
    const { client, signal, carry, handshake } = visitor;
    const since = clock.monotonic();
    const greeted = await inTime(visitor, (limited) => greet(client, limited));
    if (greeted === undefined) {
      const callOff = clock.after(handshake - (clock.monotonic() - since), () => client.destroy());
      client.once('close', callOff);
      readAway(client);
      return 'wrong-secret';
    }
    const { app, target } = greeted;
    const { kind } = await carry(app, { target, messenger: MESSENGER, signal });
    if (kind === 'carried') return null;
    hardClose(app);
    return kind === 'no-way' ? null : kind;
  };
}
