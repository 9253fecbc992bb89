import { clean } from './clean.ts';

const MESSENGERS: Readonly<Record<string, string>> = {
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  signal: 'Signal',
  'facebook-messenger': 'Messenger',
  discord: 'Discord',
  viber: 'Viber',
  matrix: 'Element (Matrix)',
  session: 'Session',
  simplex: 'SimpleX',
};
const PURPOSES: Readonly<Record<string, string>> = {
  chat: 'chats',
  web: 'web version',
  media: 'pictures and files',
  calls: 'calls',
};

export interface Subject {
  readonly messenger: string;
  readonly purpose: string;
}

/** A messenger as people call it; an id we do not know as it is, made safe to print. */
export function messengerName(id: string): string {
  return MESSENGERS[id] ?? clean(id);
}

/** A purpose as people call it; an id we do not know as it is, made safe to print. */
export function purposeName(id: string): string {
  return PURPOSES[id] ?? clean(id);
}

/** A messenger and what it is used for, as a line begins. */
export function subjectName({ messenger, purpose }: Subject): string {
  return `${messengerName(messenger)}, ${purposeName(purpose)}`;
}

/** Most used first; strangers last, as they came. */
export function inOrder<T extends Subject>(items: readonly T[]): readonly T[] {
  const place = (list: object, id: string) => Object.keys(list).indexOf(id) + 1 || 99;
  return [...items].sort(
    (a, b) =>
      place(MESSENGERS, a.messenger) - place(MESSENGERS, b.messenger) ||
      place(PURPOSES, a.purpose) - place(PURPOSES, b.purpose),
  );
}
