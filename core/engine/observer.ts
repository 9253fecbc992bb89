import type { FinderEvents } from '../finder/finder.ts';
import type { TrafficListener } from '../local-proxy/index.ts';
import type { Attempt, RouteKey } from '../model/route.ts';
import type { NetworkVerdict, Verdict } from '../model/verdict.ts';

/** What somebody may want to know of a connection beyond its events. Everything here must be quick and not throw. */
export interface Observer {
  readonly onStep: FinderEvents['onStep'];
  /** A verdict was made, of these attempts. */
  readonly onVerdict: (verdict: Verdict, attempts: readonly Attempt[]) => void;
  /** What the controls say of the whole network. */
  readonly onNetwork: (verdict: NetworkVerdict) => void;
  /** A search of these purposes begins; `isAsked`: the person waits for it. What is returned is called when it is over. */
  readonly onSearch: (keys: readonly RouteKey[], isAsked: boolean) => () => void;
  /** This is another network than a moment ago: nothing that was found or measured counts any more. */
  readonly onNetworkChanged: () => void;
  /** A purpose is not wanted any more, or what carried it was taken away. */
  readonly onDropped: (key: RouteKey) => void;
  /** Servers were added or taken away by the list they came with. */
  readonly onServers: () => void;
  readonly traffic?: TrafficListener;
}

/** For those who only want the events. */
export const NOBODY: Observer = {
  onStep: () => undefined,
  onVerdict: () => undefined,
  onNetwork: () => undefined,
  onSearch: () => () => undefined,
  onNetworkChanged: () => undefined,
  onDropped: () => undefined,
  onServers: () => undefined,
};
