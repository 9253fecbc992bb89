import { createContext, useContext } from 'react';

export interface Speaker {
  /** Says something to a screen reader without showing it. The same words twice are said once. */
  readonly announce: (words: string) => void;
  /** Shows a short message for a few seconds, and says it. */
  readonly toast: (words: string, tone?: 'works' | 'blocked') => void;
}

export const SpeakerContext = createContext<Speaker>({ announce: () => {}, toast: () => {} });

/** How to tell the person that something happened. */
export function useSpeaker(): Speaker {
  return useContext(SpeakerContext);
}
