import { create } from 'qrcode';
import type { ShareView } from '../../core/contract.ts';

type Shared = Extract<ShareView, { is: 'on' }>;

/** For Telegram; null where that way in is not open. */
interface Links {
  readonly mtproto: string | null;
  readonly socks: string | null;
}

/** What to type into a phone, and what to show it; `isTerminal`: with a picture of the link. */
export function phonesText(share: Shared, { mtproto, socks }: Links, isTerminal: boolean): string {
  const link = mtproto ?? socks;
  const [host = ''] = share.addresses;
  const picture = isTerminal && link !== null ? `${qrText(link)}\n` : '';
  const lines = [
    'Phones on this Wi-Fi can come through this computer now, until you press Ctrl-C.',
    ...(share.whatsapp === null ? [] : whatsappLines(host, share.whatsapp)),
    ...(link === null ? [] : telegramLines(link)),
    ...(mtproto === null || socks === null ? [] : otherLines(socks)),
    '',
    'Signal on phones takes no proxy of a home. It has a switch of its own, for some countries:',
    '  Settings > Privacy > Advanced > Censorship circumvention',
    '',
    `If a phone cannot connect, let these ports in at this computer’s firewall: ${portsOf(share).join(', ')}`,
  ];
  return `${lines.join('\n')}\n${picture}`;
}

/** The ports that phones come to. */
function portsOf({ whatsapp, telegram }: Shared): number[] {
  const all = [whatsapp?.tls, whatsapp?.plain, whatsapp?.media, telegram?.mtproto, telegram?.socks];
  return all.flatMap((port) => (port === null || port === undefined ? [] : [port]));
}

function whatsappLines(host: string, { tls, plain, media }: NonNullable<Shared['whatsapp']>): string[] {
  const chat = tls === 443 ? tls : plain;
  return [
    '',
    'WhatsApp on the phone: Settings > Storage and data > Proxy > Use proxy > Set proxy',
    `  Proxy host   ${host}`,
    `  Chat port    ${chat ?? 'none is free'}`,
    `  Media port   ${media ?? 'none is free'}`,
  ];
}

const telegramLines = (link: string): string[] => [
  '',
  'Telegram on the phone: point the camera at the picture, or open this there, and tap Connect:',
  `  ${link}`,
];

const otherLines = (link: string): string[] => [
  'If that does not work (its password can be overheard in this Wi-Fi):',
  `  ${link}`,
];

/** Two rows of squares a line; white is written, for terminals are mostly dark and readers want the border white. */
function qrText(text: string): string {
  const { size, data } = create(text, { errorCorrectionLevel: 'L' }).modules;
  const isLight = (x: number, y: number) =>
    x < 0 || y < 0 || x >= size || y >= size || data[y * size + x] !== 1;
  const blocks = [' ', '▄', '▀', '█'];
  const span = Array.from({ length: size + 4 }, (_, at) => at - 2);
  const rows = span.filter((y) => y % 2 === 0);
  return rows
    .map((y) => span.map((x) => blocks[(isLight(x, y) ? 2 : 0) + (isLight(x, y + 1) ? 1 : 0)]).join(''))
    .join('\n');
}

/** News of sharing, for people; null where there is none. */
export function shareNews(share: ShareView): string | null {
  if (share.is === 'asking' && share.reason !== 'new-network') {
    return '! The network is not the one it was: phones were let go. Start footbridge share again to share here.';
  }
  if (share.is !== 'off' || share.problem === null) return null;
  return PROBLEMS[share.problem];
}

const PROBLEMS = {
  'no-network': '! This computer is in no private network that phones could be in.',
  'no-messenger': '! Neither WhatsApp nor Telegram is among the messengers that were chosen.',
  'cannot-listen': '! The system lets no port be opened for phones.',
} as const;
