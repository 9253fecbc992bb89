import {
  type ComputerView,
  type Doing,
  type EngineEvent,
  type ListView,
  type MessengerState,
  type NetworkFinding,
  type PurposeState,
  type SettingsView,
  SHARE_OFF,
  type ShareView,
  type State,
  type Trouble,
  type UplinkView,
  type Way,
  type WayTest,
} from '../../contract.ts';
import type { HandOverView } from '../../hand-over/hand-over.ts';
import type { KeyPlace } from '../../model/keyring.ts';
import type { Purpose } from '../../model/messenger.ts';
import type { RivalView } from '../../model/rivals.ts';
import type { RouteKey } from '../../model/route.ts';
import type { TorProgress } from '../../model/sidecar.ts';
import type { Step } from '../../model/trace.ts';

/** What happens to a host: the engine's events, its observers', and what commands change. `at`: milliseconds since 1970. */
export type HostEvent =
  | EngineEvent
  | { readonly event: 'connecting'; readonly at: number }
  | { readonly event: 'opened'; readonly proxy: ProxyView; readonly at: number }
  | { readonly event: 'search-began'; readonly keys: readonly RouteKey[]; readonly isAsked: boolean }
  | {
      readonly event: 'search-ended';
      readonly keys: readonly RouteKey[];
      readonly isAsked: boolean;
      readonly at: number;
    }
  | { readonly event: 'step'; readonly key: RouteKey; readonly transport: string; readonly step: Step }
  | { readonly event: 'network-changed' }
  | { readonly event: 'dropped'; readonly key: RouteKey }
  | { readonly event: 'in-use'; readonly messenger: string; readonly at: number }
  | { readonly event: 'stopping' }
  | { readonly event: 'stopped' }
  | { readonly event: 'chosen'; readonly ids: readonly string[] }
  | {
      readonly event: 'ways';
      readonly ways: readonly Omit<Way, 'last'>[];
      readonly lists: readonly ListView[];
    }
  | { readonly event: 'way-test'; readonly id: string; readonly test: WayTest }
  | { readonly event: 'settings'; readonly settings: SettingsView }
  | { readonly event: 'computer'; readonly computer: Partial<ComputerView> }
  | { readonly event: 'hand-over'; readonly handOver: HandOverView };

export type ProxyView = Extract<State, { phase: 'on' }>['proxy'];

export interface PurposeModel extends PurposeState {
  /** Searches for it under way, and those among them that the person waits for. */
  readonly searches: number;
  readonly asked: number;
  /** Whether a search for it has ended since it was connected. */
  readonly wasTried: boolean;
}

export interface MessengerModel
  extends Pick<MessengerState, 'id' | 'name' | 'colour' | 'hasWebApp' | 'inUseSince'> {
  readonly purposes: readonly PurposeModel[];
}

/** Everything that the state is made of. */
export interface HostModel {
  readonly phase: 'off' | 'searching' | 'on' | 'stopping';
  readonly startedAt: number;
  readonly since: number;
  readonly proxy: ProxyView | null;
  /** In the order of the data. */
  readonly messengers: readonly MessengerModel[];
  /** In the order of the screen. */
  readonly chosen: readonly string[];
  readonly network: NetworkFinding | null;
  readonly uplink: UplinkView;
  readonly rivals: readonly RivalView[];
  /** Whether a search that somebody waits for has begun on this network. */
  readonly wasAskedHere: boolean;
  readonly doing: readonly Doing[];
  readonly nextDoing: number;
  readonly ways: readonly Way[];
  readonly lists: readonly ListView[];
  readonly troubles: readonly Trouble[];
  readonly settings: SettingsView;
  readonly computer: ComputerView;
  /** null while it is not being started. */
  readonly tor: TorProgress | null;
  readonly share: ShareView;
  readonly keyPlace: KeyPlace;
  readonly handOver: HandOverView | null;
}

/** A messenger as the data know it. */
export interface KnownMessenger {
  readonly id: string;
  readonly name: string;
  readonly colour: MessengerState['colour'];
  readonly hasWebApp: boolean;
  readonly purposes: readonly Purpose[];
}

/** While off, nothing is claimed. */
export const UNKNOWN_UPLINK: UplinkView = { insideVpn: false, proxy: 'none', isAnother: false };

const MOST_MESSENGERS = 64;
const MOST_NAME = 256;

/** Nothing was tried yet. */
export function freshPurpose(purpose: Purpose): PurposeModel {
  return { purpose, trying: null, verdict: null, route: null, searches: 0, asked: 0, wasTried: false };
}

/** A host that has just been opened. */
export function initialModel(
  messengers: readonly KnownMessenger[],
  chosen: readonly string[],
  ways: readonly Omit<Way, 'last'>[],
  settings: SettingsView,
  computer: ComputerView,
): HostModel {
  return {
    phase: 'off',
    startedAt: 0,
    since: 0,
    proxy: null,
    messengers: messengers.slice(0, MOST_MESSENGERS).map(({ id, name, colour, hasWebApp, purposes }) => ({
      ...{ id, name: name.slice(0, MOST_NAME), colour, hasWebApp, inUseSince: null },
      purposes: purposes.map(freshPurpose),
    })),
    chosen,
    network: null,
    uplink: UNKNOWN_UPLINK,
    rivals: [],
    wasAskedHere: false,
    doing: [],
    nextDoing: 0,
    ways: ways.map((way) => ({ ...way, last: null })),
    lists: [],
    troubles: [],
    settings,
    computer,
    tor: null,
    share: SHARE_OFF,
    keyPlace: 'file',
    handOver: null,
  };
}
