import * as v from 'valibot';

const address = v.pipe(v.string(), v.ip());

/** How a ClientHello is sent: as it is, or cut in the middle of the server's name. */
export const SHAPES = ['whole', 'first-byte', 'segments', 'records'] as const;

/** What the self-test asks of its client program. */
export const requestSchema = v.variant('do', [
  /** A TLS handshake on port 443 and, with `bytes`, a download. */
  v.strictObject({
    do: v.literal('tls'),
    address,
    name: v.string(),
    shape: v.optional(v.picklist(SHAPES), 'whole'),
    bytes: v.optional(v.number(), 0),
    waitMs: v.optional(v.number(), 1200),
  }),
  /** Bytes sent to port 443; anything that comes back is an answer. */
  v.strictObject({ do: v.literal('raw'), address, hex: v.string(), waitMs: v.optional(v.number(), 1200) }),
  /** TCP connections to port 80, one after the other; `connectMs` is their first quartile, as a busy machine only adds. */
  v.strictObject({ do: v.literal('connect'), address, times: v.number() }),
  /** A page over plain HTTP. */
  v.strictObject({ do: v.literal('http'), address, bytes: v.number(), waitMs: v.optional(v.number(), 1200) }),
  /** A DNS question; every answer within `waitMs` counts. */
  v.strictObject({
    do: v.literal('dns'),
    resolver: address,
    name: v.string(),
    over: v.optional(v.picklist(['udp', 'tcp']), 'udp'),
    waitMs: v.optional(v.number(), 300),
  }),
  /** UDP packets that the world sends back. */
  v.strictObject({ do: v.literal('echo'), address, count: v.number() }),
]);

export type Request = v.InferInput<typeof requestSchema>;
export type CheckedRequest = v.InferOutput<typeof requestSchema>;

export const replySchema = v.object({
  /** `ok`, `timeout`, or the code of the system's error. */
  outcome: v.string(),
  /** Until TCP was connected. */
  connectMs: v.optional(v.number()),
  /** Until the end. */
  totalMs: v.optional(v.number()),
  /** Bytes, or echoes. */
  received: v.optional(v.number(), 0),
  /** Who answered: the certificate's name, or the page's. */
  from: v.optional(v.string()),
  /** Answers to a DNS question, with their times. */
  answers: v.optional(v.array(v.object({ ms: v.number(), text: v.string() })), []),
});

export type Reply = v.InferOutput<typeof replySchema>;
