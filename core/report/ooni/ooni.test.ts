import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { sourceOf } from '../../testing/report-source.ts';
import { buildReport } from '../build.ts';
import type { RecordedStep, ReportRecord } from '../record.ts';
import { anyRecord, FALSIFIED, FINE, MUTE, NETWORK } from '../testing/records.ts';
import { faultsOf } from './schema.ts';

function linesOf(records: readonly ReportRecord[]): readonly Record<string, unknown>[] {
  const { files } = buildReport(sourceOf({ records, parts: ['measurements.jsonl'] }));
  const text = files.find(({ name }) => name === 'measurements.jsonl')?.text ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value).sort() : [];
const dig = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([one]) => one === String(key))?.[1]
        : undefined,
    value,
  );

test('every line fits OONI’s data format, whatever was measured (R4)', () => {
  check(
    fc.property(fc.array(anyRecord, { maxLength: 6 }), (records) => {
      for (const line of linesOf(records)) expect(faultsOf(line)).toEqual([]);
    }),
  );
});

describe('the structure is that of the examples in OONI’s specification', () => {
  const [line] = linesOf([FALSIFIED, MUTE]);
  const testKeys = dig(line, 'test_keys');
  const ours = (key: string) => key.startsWith('x_');

  test('at the top, df-000 (R4)', () => {
    expect(keysOf(line)).toEqual(
      [
        ...['annotations', 'data_format_version', 'extensions', 'input', 'measurement_start_time'],
        ...['probe_asn', 'probe_cc', 'probe_ip', 'probe_network_name', 'report_id', 'resolver_asn'],
        ...['resolver_ip', 'resolver_network_name', 'software_name', 'software_version', 'test_helpers'],
        ...['test_keys', 'test_name', 'test_runtime', 'test_start_time', 'test_version'],
      ].sort(),
    );
    expect(line).toMatchObject({
      ...{ data_format_version: '0.2.0', input: null, probe_asn: 'AS0', probe_cc: 'ZZ' },
      ...{ probe_ip: '127.0.0.1', test_name: 'whatsapp', measurement_start_time: '2026-09-14 18:30:00' },
    });
  });

  test('ts-018, with the templates of df-001, 002, 005, 006 and 008 (R4)', () => {
    expect(keysOf(testKeys).filter((key) => !ours(key))).toEqual(
      [
        ...['agent', 'network_events', 'queries', 'requests', 'tcp_connect', 'tls_handshakes'],
        ...['registration_server_failure', 'registration_server_status', 'whatsapp_endpoints_blocked'],
        ...['whatsapp_endpoints_dns_inconsistent', 'whatsapp_endpoints_status'],
        ...['whatsapp_web_failure', 'whatsapp_web_status'],
      ].sort(),
    );
    expect(testKeys).toMatchObject({
      // OONI counts a connection that opens; that nothing came back on it stands in x_purposes.
      ...{ whatsapp_endpoints_status: 'ok', whatsapp_endpoints_blocked: [] },
      ...{ whatsapp_web_status: 'blocked', whatsapp_web_failure: 'dns_bogon_error' },
      ...{ registration_server_status: null, x_not_measured: ['registration_server_status'] },
    });
  });

  test('df-002: queries, each by the engine that asked', () => {
    const query = dig(testKeys, 'queries', 0);
    expect(keysOf(query).filter((key) => !ours(key))).toEqual(
      [
        ...['answers', 'engine', 'failure', 'hostname', 'query_type', 'resolver_address'],
        ...['resolver_hostname', 'resolver_port', 't', 't0', 'tags', 'transaction_id'],
      ].sort(),
    );
    expect(query).toMatchObject({
      ...{
        engine: 'getaddrinfo',
        failure: 'dns_bogon_error',
        hostname: 'web.whatsapp.com',
        query_type: 'ANY',
      },
      answers: [{ answer_type: 'A', ipv4: '10.10.34.34', ttl: null }],
    });
    expect(dig(testKeys, 'queries', 1)).toMatchObject({
      ...{
        engine: 'doh',
        query_type: 'A',
        resolver_address: expect.stringMatching(/^https:\/\/.*dns-query$/),
      },
    });
  });

  test('df-005 and df-008: connections', () => {
    expect(dig(testKeys, 'tcp_connect', 0)).toEqual({
      ...{ ip: '57.144.245.141', port: 443, status: { failure: null, success: true } },
      ...{ t0: 0.42, t: 0.5, tags: [], transaction_id: 3 },
    });
    expect(dig(testKeys, 'network_events', 0)).toEqual({
      ...{ address: '57.144.245.141:443', failure: null, operation: 'connect', proto: 'tcp' },
      ...{ t0: 0.42, t: 0.5, tags: [], transaction_id: 3 },
    });
  });

  test('df-001 and df-006: requests and handshakes', () => {
    const [signal] = linesOf([FINE]);
    expect(dig(signal, 'test_keys', 'requests', 0)).toMatchObject({
      ...{ failure: null, address: '76.223.92.165:443', network: 'tcp', transaction_id: 1 },
      request: { method: 'GET', url: 'https://chat.signal.org/', body: '' },
      response: { code: 404, body: '', body_is_truncated: true },
    });
    expect(dig(signal, 'test_keys', 'tls_handshakes', 0)).toMatchObject({
      ...{ server_name: 'chat.signal.org', address: '76.223.92.165:443', no_tls_verify: false },
    });
    expect(dig(signal, 'test_keys')).toMatchObject({
      signal_backend_status: 'ok',
      signal_backend_failure: null,
    });
  });
});

test('df-006 in full, where the handshake got so far (R4)', () => {
  const session = {
    version: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    alpn: 'h2',
    certificates: ['MIIB', 'MIIC'],
  };
  const tls = (serverName: string): RecordedStep => ({
    ...{ operation: 'tls', t0: 0, t: 1, failure: null, serverName, hello: 'node', session },
  });
  const [line] = linesOf([{ ...NETWORK, steps: [tls('web.whatsapp.com'), tls('nas.home.example')] }]);
  expect(faultsOf(line)).toEqual([]);
  expect(dig(line, 'test_keys', 'tls_handshakes')).toMatchObject([
    {
      ...{ tls_version: 'TLSv1.3', cipher_suite: 'TLS_AES_128_GCM_SHA256', negotiated_protocol: 'h2' },
      peer_certificates: [
        { format: 'base64', data: 'MIIB' },
        { format: 'base64', data: 'MIIC' },
      ],
    },
    // What stands in the certificate of a host that is nobody's business may be a name.
    { tls_version: 'TLSv1.3', peer_certificates: [] },
  ]);
});

test('the kind of address is told, even of one that is hidden (R4)', () => {
  const steps: RecordedStep[] = [
    {
      ...{ operation: 'resolve', t0: 0, t: 1, failure: 'dns_no_answer', family: 6 },
      ...{ name: 'web.whatsapp.com', resolver: 'doh:quad9', addresses: [] },
    },
    { operation: 'connect', t0: 1, t: 2, failure: 'timed_out', family: 4, ip: '192.168.178.1', port: 443 },
  ];
  const [line] = linesOf([{ ...NETWORK, steps }]);
  expect(faultsOf(line)).toEqual([]);
  expect(dig(line, 'test_keys', 'queries')).toMatchObject([{ query_type: 'AAAA', x_family: 6 }]);
  const connects = dig(line, 'test_keys', 'tcp_connect');
  expect(connects).toMatchObject([{ x_family: 4 }]);
  expect(JSON.stringify(connects)).not.toContain('192.168.178.1');
});

test('what df-007 has no name for is an unknown failure, with ours behind it', () => {
  const frozen = {
    operation: 'bulk' as const,
    t0: 0,
    t: 9,
    failure: 'x_frozen',
    bytes: 16384,
    bytesPerSecond: 0,
  };
  const [line] = linesOf([{ ...NETWORK, steps: [frozen] }]);
  expect(dig(line, 'test_keys', 'network_events', 0)).toMatchObject({
    ...{ failure: 'unknown_failure: x_frozen', operation: 'bytes_received_cumulative', num_bytes: 16384 },
  });
});

test('a download is written down as it came, for throttling to be seen (R4)', () => {
  const curve: [number, number][] = [
    [0.25, 4_000],
    [0.5, 9_000],
    [0.75, 9_000],
  ];
  const bulk = {
    ...{ operation: 'bulk' as const, t0: 0, t: 0.75, failure: 'x_frozen' },
    bytes: 9_000,
    bytesPerSecond: 0,
  };
  const [line] = linesOf([{ ...NETWORK, steps: [{ ...bulk, curve }] }]);
  const events = dig(line, 'test_keys', 'network_events');
  expect(events).toMatchObject([
    { operation: 'bytes_received_cumulative', num_bytes: 4_000, t: 0.25, failure: null },
    { num_bytes: 9_000, t: 0.5, failure: null },
    { num_bytes: 9_000, t: 0.75, failure: 'unknown_failure: x_frozen' },
  ]);
});

test('a schema that lets anything pass would be none', () => {
  const [line] = linesOf([FINE]);
  for (const broken of [
    {},
    { ...line, test_name: 'web_connectivity' },
    { ...line, probe_ip: '198.51.100.7' },
    { ...line, extra: 1 },
    { ...line, probe_cc: 'Russia' },
    { ...line, test_keys: {} },
  ])
    expect(faultsOf(broken)).not.toEqual([]);
  expect(faultsOf({ ...line, x_extra: 1 })).toEqual([]);
});

test('Telegram and Facebook Messenger are written as ts-020 and ts-019 have them (R4)', () => {
  const point = (host: string, failure: string | null): ReportRecord => ({
    ...{ ...MUTE, messenger: 'telegram', purpose: 'chat' },
    steps: [{ operation: 'connect', t0: 0, t: 1, failure, ip: host, port: 443 }],
    attempts: [
      {
        ...{ transport: 'system', kind: 'plain', proof: 'obfuscated2', host, port: 443 },
        ...{ failure, operation: failure === null ? null : 'connect', steps: [0] },
      },
    ],
    findings: [],
  });
  const [blocked] = linesOf([point('149.154.167.51', 'generic_timeout_error')]);
  expect(dig(blocked, 'test_keys')).toMatchObject({
    ...{ telegram_tcp_blocking: true, telegram_http_blocking: true, telegram_web_status: null },
  });
  const face: ReportRecord = {
    ...{ ...FINE, messenger: 'facebook-messenger' },
    attempts: FINE.attempts.map((attempt) => ({ ...attempt, host: 'b-api.facebook.com' })),
    steps: FINE.steps.map((step) =>
      step.operation === 'resolve'
        ? { ...step, name: 'b-api.facebook.com', addresses: ['157.240.1.1'] }
        : step.operation === 'connect'
          ? { ...step, ip: '157.240.1.1' }
          : step,
    ),
  };
  const [line] = linesOf([face]);
  expect(dig(line, 'test_keys')).toMatchObject({
    ...{ facebook_b_api_dns_consistent: true, facebook_b_api_reachable: true, facebook_dns_blocking: false },
    ...{ facebook_tcp_blocking: false, facebook_edge_reachable: null, facebook_stun_reachable: null },
  });
});
