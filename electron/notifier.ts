import type { NotificationConstructorOptions } from 'electron';
import type { State } from '../core/contract.ts';
import { createNoticeLimit, createNoticeWatch } from './notices.ts';
import type { Words } from './words.ts';

export interface NotifierParts {
  /** Shows a notification; `onClick` brings the window. */
  readonly show: (options: NotificationConstructorOptions) => void;
  /** Whether the person looks at the window anyway. */
  readonly isWatched: () => boolean;
  readonly words: () => Words;
  readonly now: () => number;
}

/** Tells who does not look at the window that a messenger is back or lost. */
export function createNotifier({ show, isWatched, words, now }: NotifierParts): (state: State) => void {
  const watch = createNoticeWatch();
  const mayShow = createNoticeLimit(now);
  return (state) => {
    for (const notice of watch(state)) {
      if (isWatched() || !mayShow(notice)) continue;
      const { say, list } = words();
      const values = { names: list(notice.names), count: notice.names.length };
      show(
        notice.kind === 'back'
          ? { title: say('backTitle', values), body: say('backBody') }
          : { title: say('lostTitle', values), body: say('lostBody') },
      );
    }
  };
}
