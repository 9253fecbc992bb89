import type { ContactGroup } from '../core/contract.ts';
import type { Printer } from './printer.ts';

const REASONS: Readonly<Record<ContactGroup['reason'], string>> = {
  servers: 'servers',
  'address-books': 'address books',
  calls: 'helpers for calls, by UDP',
  quic: 'fast connections (QUIC), by UDP',
  controls: 'for comparison',
};

/** Says whom a closer look asks, before it does. */
export function sayDeepContacts(
  printer: Pick<Printer, 'json' | 'say'>,
  groups: readonly ContactGroup[],
): void {
  printer.json({ event: 'asks', contacts: groups });
  printer.say(
    'To look more closely, Footbridge then asks, for up to two minutes (Ctrl-C stops it; your provider can see it):',
  );
  for (const { reason, name, hosts } of groups) {
    printer.say(`  ${name ?? REASONS[reason]}: ${hosts.join(', ')}`);
  }
}
