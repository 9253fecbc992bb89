import type {
  About,
  Answer,
  CommandName,
  Outcome,
  State,
  StreamItem,
  StreamName,
} from '../../core/contract.ts';
import type { View } from '../frame/navigation.ts';

/** What a command answers in a scene; the rest answers that it went well, where nothing else is needed. */
export type Answers = { readonly [C in CommandName]?: Outcome<Answer<C>> };

/** One state of one screen, for the eye and for tests. */
export interface Scene {
  readonly state: State;
  /** Home where it is left out. */
  readonly view?: View;
  readonly about?: Partial<About>;
  readonly answers?: Answers;
  readonly streams?: { readonly [N in StreamName]?: readonly StreamItem<N>[] };
  /** A link that the program was opened with. */
  readonly invitation?: string;
  /** Buttons to press first, one after another, by a selector. */
  readonly press?: readonly string[];
}

/** Scenes by name: `home-off`. */
export type Scenes = Readonly<Record<string, Scene>>;
