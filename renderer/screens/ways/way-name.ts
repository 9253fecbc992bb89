import type { Way } from '../../../core/contract.ts';

/** Tor with the kinds of its bridges: nobody's server, so that there is no address to show. */
const TOR = /^tor:\/\/([a-z0-9_,]+)$/;

/** What a way is called: by the person, else by its address without secrets. */
export function wayName({ name, label }: Way): string {
  const bridges = TOR.exec(label)?.[1];
  const own = bridges === undefined ? label : bridges === 'direct' ? 'Tor' : `Tor (${bridges})`;
  return name ?? own;
}

/** Whether Telegram's own app could take it for its proxy, without us. */
export const isForTelegram = ({ label }: Pick<Way, 'label'>): boolean => label.startsWith('mtproto://');

const LOOPBACK = /^(?:[a-z0-9+.-]+:\/\/)?(?:[^@/]*@)?(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?=[:/]|$)/i;

/** Whether the server nearest to us is a program on this computer: of no use to anybody else. */
export const runsHere = ({ label }: Pick<Way, 'label'>): boolean =>
  LOOPBACK.test(label) || label === 'tor://direct';
