import * as v from 'valibot';
import { OONI_FAILURES } from '../../model/failure.ts';

/**
 * OONI's data format 0.2.0, written from its specification (ooni/spec, df-000 … df-008 and ts-018, ts-019, ts-020, ts-029):
 * exactly its keys, and ours marked `x_`.
 */

/** An object with these keys and, beside them, none but `x_…`. */
function keys<const E extends v.ObjectEntries>(entries: E) {
  const known = new Set(Object.keys(entries));
  return v.pipe(
    v.looseObject(entries),
    v.check(
      (value) => Object.keys(value).every((key) => known.has(key) || key.startsWith('x_')),
      'a key that is neither in the specification nor marked x_',
    ),
  );
}

const Text = v.string();
const Flag = v.nullable(v.boolean());
const Seconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** df-007: null, a name of the list, or `unknown_failure: …`. */
const Failure = v.nullable(
  v.union([v.picklist(OONI_FAILURES), v.pipe(v.string(), v.regex(/^unknown_failure: \S/))]),
);
const Tags = v.array(v.string());
const timed = { t0: Seconds, t: Seconds, tags: Tags, transaction_id: Count };

/** df-002. `[address 1]` stands where the person's own address was answered. */
const Query = keys({
  answers: v.nullable(
    v.array(
      v.variant('answer_type', [
        keys({ answer_type: v.literal('A'), ipv4: Text, ttl: v.nullable(Count) }),
        keys({ answer_type: v.literal('AAAA'), ipv6: Text, ttl: v.nullable(Count) }),
      ]),
    ),
  ),
  engine: v.picklist(['getaddrinfo', 'udp', 'tcp', 'dot', 'doh', 'unknown']),
  failure: Failure,
  hostname: Text,
  query_type: v.picklist(['A', 'AAAA', 'ANY']),
  resolver_hostname: v.null(),
  resolver_port: v.null(),
  resolver_address: Text,
  ...timed,
});

/** df-005. */
const TcpConnect = keys({
  ip: Text,
  port: Count,
  status: v.strictObject({ failure: Failure, success: v.boolean() }),
  ...timed,
});

/** df-006. */
const TlsHandshake = keys({
  network: v.literal('tcp'),
  address: Text,
  cipher_suite: Text,
  failure: Failure,
  so_error: v.null(),
  negotiated_protocol: Text,
  no_tls_verify: v.boolean(),
  peer_certificates: v.array(v.strictObject({ format: v.literal('base64'), data: Text })),
  server_name: Text,
  tls_version: Text,
  ...timed,
});

/** df-008. */
const NetworkEvent = keys({
  address: v.optional(Text),
  failure: Failure,
  num_bytes: v.optional(Count),
  operation: v.picklist(['connect', 'read', 'read_from', 'write_to', 'bytes_received_cumulative']),
  proto: v.optional(v.picklist(['tcp', 'udp'])),
  ...timed,
});

const Headers = v.record(Text, Text);
const HeadersList = v.array(v.tuple([Text, Text]));
/** df-001. Bodies stay out: `x_body_sha256` names them. */
const Transaction = keys({
  network: v.literal('tcp'),
  address: Text,
  alpn: Text,
  failure: Failure,
  request: keys({
    body: v.literal(''),
    body_is_truncated: v.boolean(),
    headers: Headers,
    headers_list: HeadersList,
    method: v.picklist(['GET', 'POST']),
    tor: v.strictObject({ exit_ip: v.null(), exit_name: v.null(), is_tor: v.literal(false) }),
    url: v.pipe(Text, v.regex(/^(?:https?|wss):\/\/[^?#@]+$/)),
  }),
  response: keys({
    body: v.literal(''),
    body_is_truncated: v.boolean(),
    code: Count,
    headers: Headers,
    headers_list: HeadersList,
  }),
  ...timed,
});

const templates = {
  agent: v.literal('agent'),
  network_events: v.nullable(v.array(NetworkEvent)),
  queries: v.nullable(v.array(Query)),
  requests: v.nullable(v.array(Transaction)),
  tcp_connect: v.nullable(v.array(TcpConnect)),
  tls_handshakes: v.nullable(v.array(TlsHandshake)),
};

/** null is no value of the specification's: it stands where nothing was measured, which `x_not_measured` then names. */
const Status = v.nullable(v.picklist(['ok', 'blocked']));
const WhatsApp = keys({
  ...templates,
  registration_server_failure: Failure,
  registration_server_status: Status,
  whatsapp_endpoints_blocked: v.array(Text),
  whatsapp_endpoints_dns_inconsistent: v.pipe(v.array(Text), v.maxLength(0)),
  whatsapp_endpoints_status: Status,
  whatsapp_web_failure: Failure,
  whatsapp_web_status: Status,
});
const Telegram = keys({
  ...templates,
  telegram_http_blocking: Flag,
  telegram_tcp_blocking: Flag,
  telegram_web_failure: Failure,
  telegram_web_status: Status,
});
const Signal = keys({ ...templates, signal_backend_failure: Failure, signal_backend_status: Status });
const FacebookMessenger = keys({
  ...templates,
  facebook_b_api_dns_consistent: Flag,
  facebook_b_api_reachable: Flag,
  facebook_b_graph_dns_consistent: Flag,
  facebook_b_graph_reachable: Flag,
  facebook_edge_dns_consistent: Flag,
  facebook_edge_reachable: Flag,
  facebook_external_cdn_dns_consistent: Flag,
  facebook_external_cdn_reachable: Flag,
  facebook_scontent_cdn_dns_consistent: Flag,
  facebook_scontent_cdn_reachable: Flag,
  facebook_star_dns_consistent: Flag,
  facebook_star_reachable: Flag,
  facebook_stun_dns_consistent: Flag,
  facebook_stun_reachable: v.null(),
  facebook_dns_blocking: Flag,
  facebook_tcp_blocking: Flag,
});

const Time = v.pipe(Text, v.regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/));
const Asn = v.pipe(Text, v.regex(/^AS\d{1,10}$/));

/** df-000, around one test's keys. */
const line = <const N extends string, K extends v.GenericSchema>(name: N, testKeys: K) =>
  keys({
    annotations: v.record(Text, Text),
    data_format_version: v.literal('0.2.0'),
    extensions: v.strictObject({
      dnst: v.literal(0),
      httpt: v.literal(0),
      netevents: v.literal(0),
      tcpconnect: v.literal(0),
      tlshandshake: v.literal(0),
      tunnel: v.literal(0),
    }),
    input: v.nullable(Text),
    measurement_start_time: Time,
    probe_asn: Asn,
    probe_cc: v.pipe(Text, v.regex(/^[A-Z]{2}$/)),
    probe_ip: v.literal('127.0.0.1'),
    probe_network_name: Text,
    report_id: v.literal(''),
    resolver_asn: v.literal('AS0'),
    resolver_ip: v.literal('127.0.0.1'),
    resolver_network_name: v.literal(''),
    software_name: v.literal('footbridge'),
    software_version: Text,
    test_helpers: v.strictObject({}),
    test_keys: testKeys,
    test_name: v.literal(name),
    test_runtime: Seconds,
    test_start_time: Time,
    test_version: v.pipe(Text, v.regex(/^\d+\.\d+\.\d+$/)),
  });

const LINES = {
  whatsapp: line('whatsapp', WhatsApp),
  telegram: line('telegram', Telegram),
  signal: line('signal', Signal),
  facebook_messenger: line('facebook_messenger', FacebookMessenger),
  x_footbridge_messenger: line('x_footbridge_messenger', keys(templates)),
  x_footbridge_network: line('x_footbridge_network', keys(templates)),
  x_footbridge_deep: line('x_footbridge_deep', keys(templates)),
} as const;
export type TestName = keyof typeof LINES;

/** One measurement of `measurements.jsonl`. */
export type OoniLine = { [N in TestName]: v.InferOutput<(typeof LINES)[N]> }[TestName];
export type TestKeys<N extends TestName> = v.InferOutput<(typeof LINES)[N]>['test_keys'];
export type Templates = TestKeys<'x_footbridge_network'>;

/** What of a parsed line does not fit the specification, by its place; empty where all of it does. */
export function faultsOf(value: unknown): readonly string[] {
  const name = v.safeParse(v.looseObject({ test_name: v.picklist(testNames) }), value);
  if (!name.success) return ['test_name: no test of ours'];
  const result = v.safeParse(LINES[name.output.test_name], value);
  return result.success ? [] : result.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

const testNames = [
  'whatsapp',
  'telegram',
  'signal',
  'facebook_messenger',
  'x_footbridge_messenger',
  'x_footbridge_network',
  'x_footbridge_deep',
] as const satisfies readonly TestName[];
