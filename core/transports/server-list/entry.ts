import * as v from 'valibot';

const Text = v.pipe(v.string(), v.maxLength(2048));
/** YAML reads a password of digits as a number. */
const Loose = v.pipe(
  v.union([Text, v.number(), v.boolean()]),
  v.transform((value) => String(value)),
);

/** What Clash, sing-box and SIP008 say of one server, under whichever of their names. Everything else is ignored. */
export const EntrySchema = v.looseObject({
  type: v.optional(Text),
  server: Loose,
  port: v.optional(Loose),
  server_port: v.optional(Loose),
  cipher: v.optional(Loose),
  method: v.optional(Loose),
  username: v.optional(Loose),
  user: v.optional(Loose),
  password: v.optional(Loose),
  uuid: v.optional(Loose),
  flow: v.optional(v.nullable(Text)),
  plugin: v.optional(v.nullable(Text)),
  /** Outline's: what a connection begins with. */
  prefix: v.optional(v.nullable(Text)),
  sni: v.optional(Text),
  servername: v.optional(Text),
  network: v.optional(Text),
  'skip-cert-verify': v.optional(v.boolean()),
  alterId: v.optional(Loose),
  alter_id: v.optional(Loose),
  security: v.optional(Loose),
  'client-fingerprint': v.optional(Text),
  obfs: v.optional(v.union([Text, v.looseObject({ type: v.optional(Text), password: v.optional(Loose) })])),
  'obfs-password': v.optional(Loose),
  'congestion-controller': v.optional(Text),
  congestion_control: v.optional(Text),
  'udp-relay-mode': v.optional(Text),
  udp_relay_mode: v.optional(Text),
  /** Hysteria's, to hop over: Clash's text, and sing-box' ranges with a colon. */
  ports: v.optional(Loose),
  server_ports: v.optional(v.union([Text, v.pipe(v.array(Text), v.maxLength(64))])),
  'reality-opts': v.optional(
    v.looseObject({ 'public-key': v.optional(Loose), 'short-id': v.optional(Loose) }),
  ),
  'ws-opts': v.optional(
    v.looseObject({ path: v.optional(Text), headers: v.optional(v.record(Text, Loose)) }),
  ),
  tls: v.optional(
    v.union([
      v.boolean(),
      v.looseObject({
        enabled: v.optional(v.boolean()),
        server_name: v.optional(Text),
        insecure: v.optional(v.boolean()),
        reality: v.optional(
          v.looseObject({
            enabled: v.optional(v.boolean()),
            public_key: v.optional(Loose),
            short_id: v.optional(Loose),
          }),
        ),
        utls: v.optional(v.looseObject({ fingerprint: v.optional(Text) })),
      }),
    ]),
  ),
  transport: v.optional(
    v.looseObject({
      type: v.optional(Text),
      path: v.optional(Text),
      headers: v.optional(v.record(Text, v.union([Loose, v.pipe(v.array(Loose), v.minLength(1))]))),
    }),
  ),
});
export type Entry = v.InferOutput<typeof EntrySchema>;
