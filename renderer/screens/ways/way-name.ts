import type { Way } from '../../../core/contract.ts';

/** What a way is called: by the person, else by its address without secrets. */
export const wayName = (way: Way): string => way.name ?? way.label;

/** Whether Telegram's own app could take it for its proxy, without us. */
export const isForTelegram = ({ label }: Pick<Way, 'label'>): boolean => label.startsWith('mtproto://');

const LOOPBACK = /^(?:[a-z0-9+.-]+:\/\/)?(?:[^@/]*@)?(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?=[:/]|$)/i;

/** Whether the server nearest to us is a program on this computer: of no use to anybody else. */
export const runsHere = ({ label }: Pick<Way, 'label'>): boolean => LOOPBACK.test(label);
