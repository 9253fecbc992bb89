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
  /** Hysteria's, where there are many. */
  ports: v.optional(Loose),
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
  /** Clash's: of the server's certificate. */
  fingerprint: v.optional(Loose),
  alterId: v.optional(Loose),
  alter_id: v.optional(Loose),
  security: v.optional(Loose),
  'client-fingerprint': v.optional(Text),
  obfs: v.optional(v.union([Text, v.looseObject({ type: v.optional(Text), password: v.optional(Loose) })])),
  'obfs-password': v.optional(Loose),
  'congestion-controller': v.optional(Text),
  congestion_control: v.optional(Text),
  /** WireGuard's, as Clash says them. */
  'private-key': v.optional(Loose),
  'public-key': v.optional(Loose),
  'pre-shared-key': v.optional(Loose),
  ip: v.optional(Loose),
  ipv6: v.optional(Loose),
  mtu: v.optional(Loose),
  reserved: v.optional(v.union([Loose, v.array(v.number())])),
  'amnezia-wg-option': v.optional(v.unknown()),
  /** A web socket's, as Clash said them before `ws-opts`. */
  'ws-path': v.optional(Text),
  'ws-headers': v.optional(v.record(Text, Loose)),
  'udp-relay-mode': v.optional(Text),
  udp_relay_mode: v.optional(Text),
  /** Hysteria's, to hop over, each a range with a colon. */
  server_ports: v.optional(v.union([Text, v.pipe(v.array(Text), v.maxLength(64))])),
  'reality-opts': v.optional(
    v.looseObject({ 'public-key': v.optional(Loose), 'short-id': v.optional(Loose) }),
  ),
  'ws-opts': v.optional(
    v.looseObject({ path: v.optional(Text), headers: v.optional(v.record(Text, Loose)) }),
  ),
  'grpc-opts': v.optional(v.looseObject({ 'grpc-service-name': v.optional(Loose) })),
  'xhttp-opts': v.optional(
    v.looseObject({ path: v.optional(Text), host: v.optional(Text), mode: v.optional(Text) }),
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
      host: v.optional(v.union([Text, v.array(Text)])),
      service_name: v.optional(Text),
      headers: v.optional(v.record(Text, v.union([Loose, v.pipe(v.array(Loose), v.minLength(1))]))),
    }),
  ),
});
export type Entry = v.InferOutput<typeof EntrySchema>;
