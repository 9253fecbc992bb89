import type { FinderEvents } from '../finder/finder.ts';
import type { TrafficListener } from '../local-proxy/index.ts';
import type { RouteKey } from '../model/route.ts';

/** What somebody may want to know of a connection beyond its events. Everything here must be quick and not throw. */
export interface Observer {
  readonly onStep: FinderEvents['onStep'];
  /** A search of these purposes begins; `isAsked`: the person waits for it. What is returned is called when it is over. */
  readonly onSearch: (keys: readonly RouteKey[], isAsked: boolean) => () => void;
  /** This is another network than a moment ago: nothing that was found or measured counts any more. */
  readonly onNetworkChanged: () => void;
  /** A purpose is not wanted any more, or what carried it was taken away. */
  readonly onDropped: (key: RouteKey) => void;
  readonly traffic?: TrafficListener;
}

/** For those who only want the events. */
export const NOBODY: Observer = {
  onStep: () => undefined,
  onSearch: () => () => undefined,
  onNetworkChanged: () => undefined,
  onDropped: () => undefined,
};
