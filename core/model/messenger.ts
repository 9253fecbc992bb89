import * as v from 'valibot';
import { SIGN_COLOURS } from './appearance.ts';
import { EndpointFields } from './endpoint.ts';

export const PURPOSES = ['chat', 'web', 'media', 'calls'] as const;
export type Purpose = (typeof PURPOSES)[number];

const Port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535));
const Host = v.pipe(v.string(), v.minLength(1), v.maxLength(253));
const Path = v.pipe(v.string(), v.startsWith('/'), v.maxLength(512));
const Id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/));
const PurposeSchema = v.picklist(PURPOSES);

/** One thing to ask one host, and what counts as an answer. */
export const ProofSchema = v.variant('kind', [
  /** HTTP upgrade answered 101, then the Noise client hello answered by a server hello (WhatsApp Web). */
  v.object({
    kind: v.literal('websocket-noise'),
    host: Host,
    port: Port,
    path: Path,
    origin: v.pipe(v.string(), v.url()),
  }),
  /** HTTP upgrade answered 101 with the sub-protocol `binary`, then obfuscated2 in binary frames (Telegram Web). */
  v.object({
    kind: v.literal('websocket-obfuscated2'),
    host: Host,
    port: Port,
    path: Path,
    origin: v.pipe(v.string(), v.url()),
    dc: v.pipe(v.number(), v.integer()),
  }),
  /** Noise client hello over bare TCP (WhatsApp apps). */
  v.object({ kind: v.literal('noise'), host: Host, port: Port }),
  /** `req_pq_multi` answered by `resPQ` over obfuscated2 (Telegram apps). */
  v.object({
    kind: v.literal('obfuscated2'),
    host: Host,
    port: Port,
    dc: v.pipe(v.number(), v.integer()),
  }),
  /** TLS with a trusted certificate, then any HTTP status. */
  v.object({
    kind: v.literal('https'),
    host: Host,
    port: Port,
    path: Path,
    root: v.optional(v.literal('signal')),
  }),
  /** GETs on one connection until `bytes` wire bytes have come (Accept-Encoding: identity). */
  v.object({
    kind: v.literal('bulk'),
    host: Host,
    port: Port,
    path: Path,
    bytes: v.pipe(v.number(), v.integer(), v.minValue(65536), v.maxValue(4194304)),
    root: v.optional(v.literal('signal')),
  }),
  /** A recorded browser's ClientHello that must draw a ServerHello. */
  v.object({ kind: v.literal('chrome-hello'), host: Host, port: Port }),
  /** TLS up to the server's certificate, which is of the messenger's own making and not checked: shows that it answers. */
  v.object({ kind: v.literal('tls-hello'), host: Host, port: Port }),
]);
export type Proof = v.InferOutput<typeof ProofSchema>;

/** A host of the whole set that a closer look asks: where OONI has a test, exactly that test's. */
const EndpointSchema = v.object({ purpose: PurposeSchema, ...EndpointFields });

const PurposeFields = v.object({
  purpose: PurposeSchema,
  /**
   * What `connect` asks, of two or three hosts where the sources name so many. All proofs of one sample are required:
   * a host that passes says nothing for one whose name or address may be blocked by itself. Several samples are
   * alternatives, tried in order until one is proven whole; only hosts that the app itself exchanges may stand in for
   * each other so, and `rotation` says that it does.
   */
  samples: v.pipe(
    v.array(v.pipe(v.array(ProofSchema), v.minLength(1), v.maxLength(6))),
    v.minLength(1),
    v.maxLength(3),
  ),
  /** How the app goes from one host to another, and where that is written. */
  rotation: v.optional(v.pipe(v.string(), v.minLength(1))),
  /** Names that take this purpose's route: exact, or `*.suffix` for everything below. */
  names: v.array(v.pipe(v.string(), v.regex(/^(\*\.)?[a-z0-9.-]+$/))),
  /** Whether an app connection by address inside `cidrs` belongs to this purpose. */
  addresses: v.optional(v.boolean()),
  ports: v.pipe(v.array(Port), v.minLength(1)),
  /** The first flight may be sent again on another way when nothing has come back yet. */
  replayable: v.optional(v.picklist(['noise', 'obfuscated2'])),
});

const PurposeDataSchema = v.pipe(
  PurposeFields,
  v.check(
    ({ samples, rotation }) => samples.length > 1 === (rotation !== undefined),
    'several samples are alternatives, and need a `rotation`; one sample has none',
  ),
);
export type PurposeData = v.InferOutput<typeof PurposeDataSchema>;

/** resources/messengers/<id>.json */
export const MessengerSchema = v.object({
  id: Id,
  name: v.pipe(v.string(), v.minLength(1)),
  /** Searched for where the person has chosen none; the place on the screen, from 1. */
  suggested: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Of its sign on the screens, so that it is found by colour too; slate where there is none. */
  colour: v.optional(v.picklist(SIGN_COLOURS)),
  /** The messenger's own client for browsers. */
  webApp: v.optional(v.object({ url: v.pipe(v.string(), v.url(), v.startsWith('https://')) })),
  cidrs: v.array(v.string()),
  /** Addresses by name for when no resolver can be trusted; published by the messenger itself. */
  hints: v.record(Host, v.array(v.string())),
  purposes: v.pipe(v.array(PurposeDataSchema), v.minLength(1)),
  endpoints: v.array(EndpointSchema),
  /** Addresses of Telegram's data centres, and their numbers. */
  dataCentres: v.optional(v.record(Host, v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999)))),
  callsNeed: v.optional(v.string()),
  sources: v.array(v.string()),
});
export type Messenger = v.InferOutput<typeof MessengerSchema>;
export type MessengerId = string;
