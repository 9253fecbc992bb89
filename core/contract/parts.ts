import * as v from 'valibot';
import { PURPOSES } from '../model/messenger.ts';
import { NETWORK_PROXIES } from '../model/network-proxy.ts';
import { RIVAL_KINDS } from '../model/rivals.ts';
import { TOR_STAGES } from '../model/sidecar.ts';
import { CAUSES } from '../model/verdict.ts';

/** Bounded texts and numbers that every message between an engine and a shell is made of. */
export const Text = v.pipe(v.string(), v.maxLength(4096));
export const ShortText = v.pipe(v.string(), v.maxLength(256));
/** An identifier of a way, a proposal or a page: nothing that could be a path or a link. */
export const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9:_-]{1,128}$/));
export const MessengerName = v.pipe(v.string(), v.maxLength(32));
export const PurposeName = v.picklist(PURPOSES);
export const Seconds = v.pipe(v.number(), v.minValue(0));
export const Port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535));
/** Milliseconds since 1970. */
export const Moment = v.pipe(v.number(), v.minValue(0));
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** How something failed, in OONI's names and ours (core/model/failure.ts). */
export const FailureName = v.pipe(v.string(), v.maxLength(128));

/** Why something does not work; `detail` is for experts, but for an issuer's name. */
export const FindingSchema = v.object({ cause: v.picklist(CAUSES), detail: v.optional(Text) });
export type FindingView = v.InferOutput<typeof FindingSchema>;

/** How long the whole network has let nothing through. */
export const OutageSchema = v.object({
  since: Moment,
  /** How often that was seen, in searches and in lighter looks. */
  looks: Count,
  /** More than once, and for more than a minute. */
  isConfirmed: v.boolean(),
});
export type OutageView = v.InferOutput<typeof OutageSchema>;

/** What is wrong with the whole network. */
export const NetworkFindingSchema = v.object({
  ...FindingSchema.entries,
  /** Where it lets nothing through. */
  outage: v.optional(OutageSchema),
});
export type NetworkFinding = v.InferOutput<typeof NetworkFindingSchema>;

/** How this computer is connected to the outside, as its system tells. */
export const UplinkSchema = v.object({
  /** Everything goes through a VPN: what is measured is its network, not the provider's. */
  insideVpn: v.boolean(),
  /** Whether the network has a proxy of its own, and whether we go through it. */
  proxy: v.picklist(NETWORK_PROXIES),
  /** It is another network than before, and all is searched again. */
  isAnother: v.boolean(),
});
export type UplinkView = v.InferOutput<typeof UplinkSchema>;

/** Tor, while it is being started. */
export const TorProgressSchema = v.object({
  percent: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  stage: v.picklist(TOR_STAGES),
});

/** Another program on this computer that works on connections as well (core/model/rivals.ts). */
const RivalViewSchema = v.object({ name: Text, kind: v.picklist(RIVAL_KINDS) });
export const RivalViewsSchema = v.pipe(v.array(RivalViewSchema), v.maxLength(64));

/** A transport as screens name it: how it differs from going straight, and by whom; free of secrets. */
export const TransportViewSchema = v.object({
  /** The exact text, secrets hidden: `doh:quad9 | tlsfrag:sni`. */
  text: Text,
  /**
   * `plain`: nothing is changed; `network-proxy`: nothing but that it goes through the network's own proxy; `resolver`: another
   * address book; `shape`: a disguised hello; `desync`: one that ByeDPI sends, a program beside us; `gateway`: by the messenger's own web site; `server`: somebody's server.
   */
  kind: v.picklist(['plain', 'network-proxy', 'resolver', 'shape', 'desync', 'gateway', 'server']),
  /** `doh:quad9`, where it is not the system's. */
  resolver: v.nullable(ShortText),
  /** Labels of the servers passed, nearest first. */
  servers: v.array(Text),
});
export type TransportView = v.InferOutput<typeof TransportViewSchema>;
