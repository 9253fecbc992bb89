import * as v from 'valibot';
import { DEEP_TESTS, DEEP_VERDICTS, SURENESS } from '../model/deep-check.ts';
import { PURPOSES } from '../model/messenger.ts';
import { CAUSES } from '../model/verdict.ts';

const Text = v.pipe(v.string(), v.maxLength(512));
const Seconds = v.pipe(v.number(), v.minValue(0));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535));

/** Seconds since the measurement's start, and OONI's name of what went wrong (df-007); null when it went well. */
const times = { t0: Seconds, t: Seconds, failure: v.nullable(Text) };

/** What is left of an HTTP answer: block pages and portals print the address of whoever reads them. */
const AnswerSchema = v.object({
  status: Count,
  /** Scheme, host and port of a `Location` field; nothing else of it. */
  location: v.optional(Text),
  bodySha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  /** Which known block page the body is. */
  fingerprint: v.optional(Text),
});

/** One certificate a server showed; its bytes only where they tell nothing of a person. */
const CertificateSchema = v.object({
  name: Text,
  sha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  /** DER, base64. */
  data: v.optional(v.pipe(v.string(), v.maxLength(16_384), v.regex(/^[A-Za-z0-9+/]*={0,2}$/))),
});
export type RecordedCertificate = v.InferOutput<typeof CertificateSchema>;

/** Of an address, which may be hidden itself. */
const Family = v.picklist([4, 6]);

/** What a handshake came to; certificates as DER in base64, of hosts that anybody may ask. */
const SessionSchema = v.object({
  version: Text,
  cipher: Text,
  alpn: Text,
  certificates: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(16_384), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))),
    v.maxLength(8),
  ),
});
export type RecordedSession = v.InferOutput<typeof SessionSchema>;

/** One step, with the fields that a report may hold and no others. */
const StepSchema = v.variant('operation', [
  v.object({
    operation: v.literal('resolve'),
    ...times,
    family: v.optional(Family),
    name: Text,
    resolver: Text,
    addresses: v.pipe(v.array(Text), v.maxLength(64)),
  }),
  v.object({ operation: v.literal('connect'), ...times, family: v.optional(Family), ip: Text, port: Port }),
  v.object({
    operation: v.literal('tls'),
    ...times,
    serverName: Text,
    address: v.optional(Text),
    issuer: v.optional(Text),
    chain: v.optional(v.pipe(v.array(CertificateSchema), v.maxLength(8))),
    session: v.optional(SessionSchema),
    hello: v.picklist(['node', 'chrome']),
  }),
  v.object({ operation: v.literal('proxy'), ...times, protocol: Text }),
  v.object({ operation: v.literal('read'), ...times, bytes: Count }),
  v.object({
    operation: v.literal('dialogue'),
    ...times,
    protocol: Text,
    answer: v.optional(AnswerSchema),
    datagrams: v.optional(v.object({ ip: Text, port: Port, sent: Count, received: Count })),
  }),
  v.object({
    operation: v.literal('bulk'),
    ...times,
    bytes: Count,
    bytesPerSecond: Seconds,
    /** Seconds since the measurement's start, and the bytes that had come by then. */
    curve: v.optional(v.pipe(v.array(v.tuple([Seconds, Count])), v.maxLength(64))),
  }),
]);
export type RecordedStep = v.InferOutput<typeof StepSchema>;

const AttemptSchema = v.object({
  /** Text form of the way; of somebody's server no more than a placeholder. */
  transport: Text,
  kind: v.picklist(['plain', 'strategy', 'server']),
  proof: Text,
  host: Text,
  port: Port,
  path: v.optional(Text),
  failure: v.nullable(Text),
  operation: v.nullable(Text),
  /** Places in the record's `steps`. */
  steps: v.array(Count),
});
export type RecordedAttempt = v.InferOutput<typeof AttemptSchema>;

const FindingSchema = v.object({
  cause: v.picklist(CAUSES),
  detail: v.optional(Text),
  /** Places in the record's `steps` that it rests on. */
  steps: v.array(Count),
});
export type RecordedFinding = v.InferOutput<typeof FindingSchema>;

const ResultSchema = v.object({
  verdict: v.picklist(DEEP_VERDICTS),
  /** Hosts, or address books by their text forms. */
  names: v.pipe(v.array(Text), v.maxLength(32)),
  count: v.optional(Count),
  all: v.optional(Count),
  sureness: v.picklist(SURENESS),
  /** Places in the record's `steps` that it rests on. */
  steps: v.array(Count),
});
export type RecordedResult = v.InferOutput<typeof ResultSchema>;

const Id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/));

const common = {
  /** Milliseconds since 1970: when the first step began. */
  startedAt: v.pipe(v.number(), v.minValue(0)),
  /** Seconds until the last one ended. */
  runtime: Seconds,
  steps: v.pipe(v.array(StepSchema), v.maxLength(512)),
};

/** One purpose of a messenger, the whole network, or one test of a closer look, as it was measured once. Plain data: what a report is made of and history keeps. */
export const RecordSchema = v.variant('kind', [
  v.object({
    kind: v.literal('messenger'),
    ...common,
    messenger: Id,
    purpose: v.picklist(PURPOSES),
    state: v.picklist(['reachable', 'answers', 'blocked', 'unknown']),
    findings: v.pipe(v.array(FindingSchema), v.maxLength(16)),
    attempts: v.pipe(v.array(AttemptSchema), v.maxLength(128)),
  }),
  v.object({ kind: v.literal('network'), ...common, finding: v.nullable(FindingSchema) }),
  /** One test of a closer look; `subject`: the messenger or set of servers it is about. */
  v.object({
    kind: v.literal('deep'),
    ...common,
    test: v.picklist(DEEP_TESTS),
    subject: v.nullable(Id),
    attempts: v.pipe(v.array(AttemptSchema), v.maxLength(128)),
    results: v.pipe(v.array(ResultSchema), v.maxLength(8)),
  }),
]);
export type ReportRecord = v.InferOutput<typeof RecordSchema>;
export type MessengerRecord = Extract<ReportRecord, { kind: 'messenger' }>;
export type NetworkRecord = Extract<ReportRecord, { kind: 'network' }>;
export type DeepRecord = Extract<ReportRecord, { kind: 'deep' }>;
