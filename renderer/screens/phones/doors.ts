import type { ShareView } from '../../../core/contract.ts';

/** Sharing that is on. */
export type Shared = Extract<ShareView, { is: 'on' }>;

export interface WhatsappDoor {
  readonly host: string;
  readonly chat: string;
  readonly media: string;
}

/**
 * What a phone's WhatsApp is told. A phone speaks TLS to port 443 and to no other, so where that could not be had it is told
 * the port without; null where no port for chats could be had at all.
 */
export function whatsappDoor({ addresses, whatsapp }: Shared): WhatsappDoor | null {
  const chat = whatsapp?.tls === 443 ? whatsapp.tls : whatsapp?.plain;
  if (chat === null || chat === undefined) return null;
  return { host: addresses[0] ?? '', chat: String(chat), media: String(whatsapp?.media ?? '–') };
}

type Port = number | null | undefined;
const open = (ports: readonly Port[]) => ports.flatMap((port) => port ?? []);

/** The ports that phones' Telegram comes to. */
export const telegramPorts = ({ telegram }: Shared): readonly number[] =>
  open([telegram?.mtproto, telegram?.socks]);

/** The ports that phones come to. */
export function portsOf(shared: Shared): readonly number[] {
  const { whatsapp } = shared;
  return [...open([whatsapp?.tls, whatsapp?.plain, whatsapp?.media]), ...telegramPorts(shared)];
}

/** Lines that let phones of private networks in, for the two firewalls that Linux mostly has. */
export function firewallLines(shared: Shared): readonly { readonly name: string; readonly line: string }[] {
  const ports = portsOf(shared);
  const add = ports.map((port) => `--add-port=${port}/tcp`).join(' ');
  const from = networkOf(shared.addresses[0] ?? '');
  return [
    { name: 'ufw', line: `sudo ufw allow proto tcp from ${from} to any port ${ports.join(',')}` },
    { name: 'firewalld', line: `sudo firewall-cmd ${add}` },
  ];
}

/** The range of RFC 1918 or RFC 4193 that an address lies in. */
function networkOf(address: string): string {
  if (address.includes(':')) return 'fc00::/7';
  if (address.startsWith('10.')) return '10.0.0.0/8';
  return address.startsWith('172.') ? '172.16.0.0/12' : '192.168.0.0/16';
}
