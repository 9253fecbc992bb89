import * as v from 'valibot';
import { KEY_PLACES } from '../model/keyring.ts';
import { TURNED_AWAY } from '../model/share.ts';
import { CAUSES } from '../model/verdict.ts';
import {
  Count,
  FindingSchema,
  MessengerName,
  OutageSchema,
  PurposeName,
  RivalViewsSchema,
  Seconds,
  Text,
  TorProgressSchema,
  UplinkSchema,
} from './parts.ts';
import { ShareSchema } from './share.ts';

/**
 * What the engine tells while it works, one by one: plain data, free of secrets, one line of JSON each with the command
 * line's `--json`. Screens see the state that is made of them.
 */
export const EventSchema = v.variant('event', [
  /** What is being tried right now. */
  v.object({
    event: v.literal('trying'),
    messenger: MessengerName,
    purpose: PurposeName,
    rung: Text,
    transport: Text,
  }),
  /** What this computer says of the network it is on: at each start, and when it is another. */
  v.object({ event: v.literal('uplink'), ...UplinkSchema.entries }),
  /** Other programs that work on connections here, where there are any, or are no more. */
  v.object({ event: v.literal('rivals'), found: RivalViewsSchema }),
  /** What the control measurements say of the whole network. */
  v.object({
    event: v.literal('network'),
    cause: v.nullable(v.picklist(CAUSES)),
    detail: v.optional(Text),
    outage: v.optional(OutageSchema),
  }),
  v.object({
    event: v.literal('verdict'),
    messenger: MessengerName,
    purpose: PurposeName,
    state: v.picklist(['reachable', 'answers', 'blocked', 'unknown']),
    /** Most telling first. */
    causes: v.array(v.picklist(CAUSES)),
    findings: v.array(FindingSchema),
  }),
  /** A way was proven through the local proxy; `proof` tells how far. */
  v.object({
    event: v.literal('route'),
    messenger: MessengerName,
    purpose: PurposeName,
    transport: Text,
    seconds: Seconds,
    proof: v.picklist(['bulk', 'dialogue']),
  }),
  /** The local proxy is open and every search is over. */
  v.object({
    event: v.literal('ready'),
    proxy: Text,
    seconds: Seconds,
    routes: v.number(),
    missing: v.array(v.object({ messenger: MessengerName, purpose: PurposeName })),
    /** The link by which an app of Telegram's takes the local MTProto proxy; only where that was asked for. */
    mtproto: v.optional(Text),
  }),
  /** A route changed while running. `to` is null when nothing carries it any more. */
  v.object({
    event: v.literal('moved'),
    messenger: MessengerName,
    purpose: PurposeName,
    from: v.nullable(Text),
    to: v.nullable(Text),
  }),
  /** How far Tor is on its way to be used; null when it is not being started any more. */
  v.object({ event: v.literal('tor'), progress: v.nullable(TorProgressSchema) }),
  /** Sharing with phones is another than before: at each change, once a second at most. */
  v.object({ event: v.literal('share'), share: ShareSchema }),
  /** So many connections of other devices were turned away within the last second, and why; not who, nor what was asked for. */
  v.object({ event: v.literal('turned-away'), why: v.picklist(TURNED_AWAY), count: Count }),
  /** Where the key is that servers are locked with is another place now; `waiting`: the keyring may ask for its password. */
  v.object({ event: v.literal('keys'), place: v.picklist(KEY_PLACES) }),
  /** Something is wrong that the person can know or mend; never fatal by itself. */
  v.object({ event: v.literal('error'), code: Text, message: Text, transport: v.optional(Text) }),
]);
export type EngineEvent = v.InferOutput<typeof EventSchema>;
