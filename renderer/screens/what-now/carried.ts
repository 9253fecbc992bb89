import type { MessengerState, PurposeState } from '../../../core/contract.ts';

/**
 * `works`: proven with as much as a picture; `untried`: it answers, more was not tried; `missing`: no way through;
 * `never`: a proxy does not carry it.
 */
export type Carriage = 'works' | 'untried' | 'missing' | 'never';

export interface Carried {
  readonly text: Carriage;
  readonly media: Carriage;
  readonly calls: Carriage;
}

/** Whether a messenger can be used again, at least in part. */
export function isBack({ condition }: Pick<MessengerState, 'condition'>): boolean {
  return condition === 'works' || condition === 'partly';
}

/** What of a messenger passes now, as far as it was proven: no more is claimed. */
export function carriedBy({ purposes }: Pick<MessengerState, 'purposes'>): Carried {
  const talks = purposes.filter(({ purpose }) => purpose === 'chat' || purpose === 'web');
  const media = purposes.filter(({ purpose }) => purpose === 'media');
  return {
    text: talks.some(({ route }) => route !== null) ? 'works' : 'missing',
    media: best(media.length > 0 ? media : talks),
    calls: 'never',
  };
}

function best(purposes: readonly PurposeState[]): Carriage {
  const routes = purposes.flatMap(({ route }) => (route === null ? [] : [route]));
  if (routes.some(({ proof }) => proof === 'bulk')) return 'works';
  return routes.length > 0 ? 'untried' : 'missing';
}
