import { createContext, useContext } from 'react';

/** Everything the window can show. */
export type View =
  | { readonly name: 'home' }
  | { readonly name: 'ways' }
  | { readonly name: 'details' }
  | { readonly name: 'settings' }
  /** A report on what was measured, to look at and to save. */
  | { readonly name: 'send' }
  /** What helps without internet. */
  | { readonly name: 'offline' }
  /** Sharing with phones of this network. */
  | { readonly name: 'phones' }
  /** Files for people beside us. */
  | { readonly name: 'hand-over' }
  /** What Footbridge hides and what not. */
  | { readonly name: 'honest'; readonly from: 'home' | 'settings' }
  /** The last step for one messenger. */
  | { readonly name: 'what-now'; readonly messenger: string }
  /** What can still help; for one messenger, or for all. */
  | { readonly name: 'no-way'; readonly messenger: string | null };

export interface Navigation {
  readonly view: View;
  readonly go: (view: View) => void;
  /** Whether the person went somewhere since the window opened: only then a view may take the focus. */
  readonly hasMoved: boolean;
}

export const NavigationContext = createContext<Navigation>({
  view: { name: 'home' },
  go: () => {},
  hasMoved: false,
});

/** Where we are, and how to go elsewhere. */
export function useNavigation(): Navigation {
  return useContext(NavigationContext);
}
