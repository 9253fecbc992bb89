import type { NotificationConstructorOptions } from 'electron';
import type { State } from '../core/contract.ts';
import { createNoticeLimit, createNoticeWatch, type Notice } from './notices.ts';
import type { ShellKey, Words } from './words.ts';

export interface NotifierParts {
  /** Shows a notification; `onClick` brings the window. */
  readonly show: (options: NotificationConstructorOptions) => void;
  /** Whether the person looks at the window anyway. */
  readonly isWatched: () => boolean;
  readonly words: () => Words;
  /** Whether the program passes for another one: then nothing is told but that there is news. */
  readonly isPlain: () => boolean;
  readonly now: () => number;
}

/** The title and the text of each kind of notification. */
const TEXTS = {
  found: ['stateFound', 'foundBody'],
  back: ['backTitle', 'backBody'],
  lost: ['lostTitle', 'lostBody'],
} as const satisfies Record<Notice['kind'], readonly [ShellKey, ShellKey]>;

/** Tells who does not look at the window that a messenger has a way, is back or is lost. */
export function createNotifier({
  show,
  isWatched,
  words,
  isPlain,
  now,
}: NotifierParts): (state: State) => void {
  const watch = createNoticeWatch();
  const mayShow = createNoticeLimit(now);
  return (state) => {
    for (const notice of watch(state)) {
      if (isWatched() || !mayShow(notice)) continue;
      const { say, list } = words();
      if (isPlain()) {
        show({ title: say('plainName'), body: say('plainNews') });
        continue;
      }
      const [title, body] = TEXTS[notice.kind];
      show({
        title: say(title, { names: list(notice.names), count: notice.names.length }),
        body: say(body),
      });
    }
  };
}
