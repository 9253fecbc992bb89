import type { Scenario } from '../scenario.ts';

const MESSENGERS = ['whatsapp', 'telegram', 'signal'];
/** Rules of the wire by what they are met for: what a messenger is sent past the program, and what anybody is for HTTP/3. */
export const WATCHED = ['past', 'http3'] as const;

/** The same wire, where no datagram reaches a messenger by itself, nor port 443, and each that tries is counted. */
export function watchDatagrams(
  wire: Scenario['wire'],
  lookup: (token: string) => readonly string[],
): Scenario['wire'] {
  const [past, http3] = WATCHED;
  const dropped = { kind: 'block-address', protocols: ['udp'], action: 'drop' };
  const addresses = MESSENGERS.flatMap((id) => lookup(`addresses:${id}`));
  return {
    ...wire,
    rules: [
      ...(Array.isArray(wire.rules) ? wire.rules : []),
      { ...dropped, id: past, addresses },
      { ...dropped, id: http3, addresses: ['0.0.0.0/0'], ports: [443] },
    ],
  };
}
