import type { ReactNode } from 'react';
import type { MessageKey } from '../i18n/translator.ts';

/** Words that lie on a drawing; places in hundredths of it, from the side where reading begins and from the top. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: 'start' | 'center';
  /** `strong`: on an accent; `soft`: beside the matter; `night`: on a dark ground. */
  readonly look?: 'strong' | 'soft' | 'night';
  /** Words of the language, or exact letters with blanks for the local proxy's place. */
  readonly words: MessageKey | { readonly exact: string };
}

/** A drawing of 320 by 180, mirrored where reading begins at the right; its labels are text and never mirrored. */
export interface Drawing {
  readonly art: ReactNode;
  /** Of something that begins at the left in every language, as a terminal does. */
  readonly isNeverMirrored?: boolean;
  readonly labels: readonly Label[];
}
