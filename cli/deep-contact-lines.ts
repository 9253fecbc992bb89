import type { ContactGroup } from '../core/contract.ts';

const REASONS: Readonly<Record<ContactGroup['reason'], string>> = {
  servers: 'servers',
  'address-books': 'address books',
  calls: 'helpers for calls, by UDP',
  quic: 'fast connections (QUIC), by UDP',
  controls: 'for comparison',
};

/** Says whom a closer look asks, before it does. */
export function deepContactLines(groups: readonly ContactGroup[]): readonly string[] {
  return [
    'To look more closely, Footbridge then asks, for up to two minutes (Ctrl-C stops it; your provider can see it):',
    ...groups.map(({ reason, name, hosts }) => `  ${name ?? REASONS[reason]}: ${hosts.join(', ')}`),
  ];
}
