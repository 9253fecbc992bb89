import * as v from 'valibot';
import { LANGUAGE_TAG, SIGN_COLOURS, TEXT_SIZES, THEMES } from '../model/appearance.ts';
import { PROXY_MODES } from '../model/computer.ts';
import { KEY_PLACES } from '../model/keyring.ts';
import { PURPOSES } from '../model/messenger.ts';
import { MOST_PREPARED, PREPARED_ID } from '../model/offline.ts';
import { HandOverSchema } from './hand-over.ts';
import {
  Count,
  FailureName,
  FindingSchema,
  MessengerName,
  Moment,
  NetworkFindingSchema,
  Port,
  PurposeName,
  RivalViewsSchema,
  Seconds,
  ShortText,
  Text,
  TorProgressSchema,
  TransportViewSchema,
  UplinkSchema,
} from './parts.ts';
import { ShareSchema } from './share.ts';

const PurposeStateSchema = v.object({
  purpose: PurposeName,
  /** What is being tried for it now. */
  trying: v.nullable(TransportViewSchema),
  /** How it fares without us; null until measured. */
  verdict: v.nullable(
    v.object({
      state: v.picklist(['reachable', 'answers', 'blocked', 'unknown']),
      /** Most telling first. */
      findings: v.pipe(v.array(FindingSchema), v.maxLength(16)),
    }),
  ),
  /** The way that was proven; null while there is none. `seconds` from the search's start to the proof. */
  route: v.nullable(
    v.object({
      transport: TransportViewSchema,
      seconds: Seconds,
      /** `dialogue`: it answers, pictures were not tried. */
      proof: v.picklist(['bulk', 'dialogue']),
    }),
  ),
});
export type PurposeState = v.InferOutput<typeof PurposeStateSchema>;

const MessengerStateSchema = v.object({
  id: MessengerName,
  name: ShortText,
  /** Of its sign. */
  colour: v.picklist(SIGN_COLOURS),
  /** Whether the person uses it. */
  chosen: v.boolean(),
  /**
   * `idle`: nothing was tried; `searching`; `works`: every purpose has a way; `partly`: some have, the chats among them or
   * not; `blocked`: none has; `waiting`: the whole network is the matter, see `network`.
   */
  condition: v.picklist(['idle', 'searching', 'works', 'partly', 'blocked', 'waiting']),
  purposes: v.pipe(v.array(PurposeStateSchema), v.maxLength(PURPOSES.length)),
  /** Whether it has a web client that a window of its own can show. */
  hasWebApp: v.boolean(),
  /** Since when real traffic of this messenger passes the local proxy, other than our proofs; null until seen. */
  inUseSince: v.nullable(Moment),
});
export type MessengerState = v.InferOutput<typeof MessengerStateSchema>;

/** One step of what is being done, for people: newest last. */
const DoingSchema = v.object({
  /** Grows by one each time. */
  id: Count,
  messenger: MessengerName,
  purpose: PurposeName,
  transport: TransportViewSchema,
  operation: v.picklist(['start', 'resolve', 'connect', 'tls', 'proxy', 'read', 'dialogue', 'bulk']),
  /** null: it went well, or is under way where `operation` is `start`. */
  failure: v.nullable(FailureName),
});
export type Doing = v.InferOutput<typeof DoingSchema>;

/** The result of the last test of a way: whether a chosen messenger could be spoken to through it. */
const WayTestSchema = v.variant('outcome', [
  v.object({ outcome: v.literal('running') }),
  v.object({ outcome: v.literal('works'), at: Moment, seconds: Seconds }),
  v.object({ outcome: v.literal('failed'), at: Moment, failure: FailureName }),
]);
export type WayTest = v.InferOutput<typeof WayTestSchema>;

/** A server the person was given. */
const WaySchema = v.object({
  id: ShortText,
  /** What the person calls it; null for none. */
  name: v.nullable(ShortText),
  /** Secrets hidden. */
  label: Text,
  hasPassword: v.boolean(),
  addedAt: Moment,
  /** The identifier of the list it came with, and goes with unless it has a name. */
  list: v.nullable(ShortText),
  last: v.nullable(WayTestSchema),
  /** It showed another key than it was known by: the SHA-256 of both, as OpenSSH shows them. Absent where it is the one it was. */
  keyChange: v.optional(v.object({ known: ShortText, shown: ShortText })),
});
export type Way = v.InferOutput<typeof WaySchema>;

/** Servers that somebody keeps for many, and that are asked for again now and then. */
const ListSchema = v.object({
  id: ShortText,
  /** Whose it is: all of its address that may be shown. */
  host: ShortText,
  addedAt: Moment,
  /** When it was asked for last. */
  askedAt: Moment,
  /** Whether it could be had then, and had servers in it. */
  isFresh: v.boolean(),
});
export type ListView = v.InferOutput<typeof ListSchema>;

/** Something the person can know or mend. The newest stand last, one for each code and transport. */
const TroubleSchema = v.object({
  /**
   * `unreadable-file`, `cannot-save`, `keyring-locked`, `port-taken`, `cannot-open-proxy`, `extra-certificates`, `engine`, `internal`, or
   * with a server
   * how that failed (`x_proxy_refused`, …).
   */
  code: ShortText,
  /** For experts, in English. */
  message: Text,
  /** The server it is about. */
  transport: v.nullable(Text),
});
export type Trouble = v.InferOutput<typeof TroubleSchema>;

export const SettingsViewSchema = v.object({
  /** A BCP 47 tag of resources/locales; null follows the system. */
  language: v.nullable(v.pipe(v.string(), v.regex(LANGUAGE_TAG))),
  theme: v.picklist(THEMES),
  textSize: v.picklist(TEXT_SIZES),
  /** Whether the first steps were taken. */
  welcomed: v.boolean(),
  /** Whether closing to the tray was explained. */
  trayExplained: v.boolean(),
  /** Whether the window, its icon and its notifications pass for notes. */
  plainLook: v.boolean(),
  /** What was ticked of resources/offline/prepare.json, by its `id`. */
  prepared: v.pipe(v.array(v.pipe(v.string(), v.regex(PREPARED_ID))), v.maxLength(MOST_PREPARED)),
});
export type SettingsView = v.InferOutput<typeof SettingsViewSchema>;

/** Why this computer's settings are not as they should be. */
export const COMPUTER_PROBLEMS = [
  /** It keeps them where we cannot change them. */
  'no-tool',
  /** It does not let us. */
  'refused',
  /** It said yes and did not do it. */
  'not-kept',
  'timed-out',
  /** What was there could not be written down first, so nothing was changed. */
  'no-journal',
  /** Not everything could be put back. */
  'not-restored',
] as const;

const ComputerSchema = v.object({
  /** What the person chose; remembered, and applied once a way was proven. */
  proxy: v.picklist(PROXY_MODES),
  /** Whether the computer's settings lead to us now. */
  isSet: v.boolean(),
  /** Whether this computer keeps its settings where we can change them. */
  available: v.boolean(),
  problem: v.nullable(v.picklist(COMPUTER_PROBLEMS)),
  /** Messengers that never leave by the bare network through us. */
  onlyThrough: v.pipe(v.array(MessengerName), v.maxLength(64)),
});
export type ComputerView = v.InferOutput<typeof ComputerSchema>;

const common = {
  /** In the order of the screen; chosen ones and others. */
  messengers: v.pipe(v.array(MessengerStateSchema), v.maxLength(64)),
  /** What is wrong with the whole network; null while nothing is known to be. */
  network: v.nullable(NetworkFindingSchema),
  /** As it was read last; nothing is claimed while off. */
  uplink: UplinkSchema,
  /** Other programs that work on connections here; absent while nobody has looked. */
  rivals: v.optional(RivalViewsSchema),
  ways: v.pipe(v.array(WaySchema), v.maxLength(100)),
  lists: v.pipe(v.array(ListSchema), v.maxLength(8)),
  troubles: v.pipe(v.array(TroubleSchema), v.maxLength(20)),
  settings: SettingsViewSchema,
  computer: ComputerSchema,
  /** How far Tor is, while it is being started; absent at other times. */
  tor: v.optional(TorProgressSchema),
  share: ShareSchema,
  /**
   * Where the key is that servers are locked with; `waiting`: a keyring was asked for it, and may be asking for its password;
   * `locked`: it did not give it out. In both no server is known.
   */
  keyPlace: v.picklist(KEY_PLACES),
  /** Absent where nothing is handed over. */
  handOver: v.optional(HandOverSchema),
};

/** Where apps find the local proxy. `pac` is the whole URL; whoever has it may read it. */
const ProxySchema = v.object({ host: v.literal('127.0.0.1'), port: Port, pac: Text });

/** All that screens show, pushed whole whenever it changes. */
export const StateSchema = v.variant('phase', [
  /** The engine is not there yet. */
  v.object({ phase: v.literal('starting') }),
  v.object({ phase: v.literal('off'), ...common }),
  v.object({
    phase: v.literal('searching'),
    startedAt: Moment,
    /** Purposes of the chosen messengers that have a way, of those that want one. */
    found: Count,
    wanted: Count,
    /** The latest steps. */
    doing: v.pipe(v.array(DoingSchema), v.maxLength(8)),
    ...common,
  }),
  v.object({
    phase: v.literal('on'),
    since: Moment,
    proxy: ProxySchema,
    /** The latest steps of a search the person asked for meanwhile; empty when there is none. */
    doing: v.pipe(v.array(DoingSchema), v.maxLength(8)),
    ...common,
  }),
  v.object({ phase: v.literal('stopping'), ...common }),
  /**
   * The engine ended without being asked; it is being started again, and reconnects if it was connected. Nothing is carried
   * meanwhile, so no messenger has a way.
   */
  v.object({ phase: v.literal('lost'), attempt: Count, ...common }),
  /** It cannot be started: a data file is broken, or it ends again and again. `connect` tries once more. */
  v.object({
    phase: v.literal('failed'),
    /**
     * `broken-data`, `cannot-open` (its folder) or `engine-keeps-ending`. In a browser also `no-link`, `link-used`,
     * `link-unknown`, `too-many-tabs`, `ended` or `gone`: the page has no way to Footbridge and needs a new start of it.
     */
    code: ShortText,
    /** For experts, in English. */
    message: Text,
  }),
]);
export type State = v.InferOutput<typeof StateSchema>;
export type Phase = State['phase'];
/** The phases in which messengers, ways and settings are known. */
export type KnownState = Extract<State, { messengers: unknown }>;

export const StreamItemSchemas = {
  /** Every step measured, for the timeline. */
  steps: v.object({
    at: Moment,
    messenger: MessengerName,
    purpose: PurposeName,
    transport: Text,
    operation: v.picklist(['resolve', 'connect', 'tls', 'proxy', 'read', 'dialogue', 'bulk']),
    /** What was asked: a name, an address, a protocol. */
    subject: ShortText,
    milliseconds: v.pipe(v.number(), v.minValue(0)),
    failure: v.nullable(FailureName),
  }),
  /** Bytes of one messenger in the second that ends at `at`, proofs left out. */
  traffic: v.object({ at: Moment, messenger: MessengerName, up: Count, down: Count }),
  log: v.object({ at: Moment, level: v.picklist(['info', 'warning', 'error']), code: ShortText, text: Text }),
} as const;
export type StreamName = keyof typeof StreamItemSchemas;
export type StreamItem<N extends StreamName> = v.InferOutput<(typeof StreamItemSchemas)[N]>;
/** The most items kept of each stream and handed to who begins to watch. */
export const STREAM_LENGTH = { steps: 500, traffic: 600, log: 500 } as const satisfies Record<
  StreamName,
  number
>;
