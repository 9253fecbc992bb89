import * as fc from 'fast-check';
import { DEEP_TESTS, DEEP_VERDICTS, SURENESS } from '../../model/deep-check.ts';
import { ASKS } from '../../model/endpoint.ts';
import { OONI_FAILURES, OWN_FAILURES } from '../../model/failure.ts';
import { PURPOSES } from '../../model/messenger.ts';
import { CAUSES } from '../../model/verdict.ts';
import type { DeepRecord, MessengerRecord, NetworkRecord, RecordedStep, ReportRecord } from '../record.ts';

/** 2026-09-14 18:30:00 UTC. */
export const AT = Date.UTC(2026, 8, 14, 18, 30);

/** WhatsApp's web client, whose address is falsified: 10.10.34.34 stands in for it. */
export const FALSIFIED: MessengerRecord = {
  kind: 'messenger',
  startedAt: AT,
  runtime: 0.31,
  messenger: 'whatsapp',
  purpose: 'web',
  state: 'blocked',
  steps: [
    {
      ...{ operation: 'resolve', t0: 0, t: 0.02, failure: 'dns_bogon_error' },
      ...{ name: 'web.whatsapp.com', resolver: 'system', addresses: ['10.10.34.34'] },
    },
    {
      ...{ operation: 'resolve', t0: 0.05, t: 0.31, failure: null },
      ...{ name: 'web.whatsapp.com', resolver: 'doh:quad9', addresses: ['57.144.245.32'] },
    },
  ],
  findings: [{ cause: 'dns-tampering', detail: 'bogon', steps: [0, 1] }],
  attempts: [
    {
      ...{
        transport: 'system',
        kind: 'plain',
        proof: 'websocket-noise',
        host: 'web.whatsapp.com',
        port: 443,
      },
      ...{ path: '/ws/chat', failure: 'dns_bogon_error', operation: 'resolve', steps: [0] },
    },
    {
      ...{ transport: '[server]', kind: 'server', proof: 'websocket-noise', host: 'web.whatsapp.com' },
      ...{ port: 443, path: '/ws/chat', failure: null, operation: null, steps: [] },
    },
  ],
};

/** Its chats, to which connections are opened and then nothing comes back; nobody can tell why. */
export const MUTE: MessengerRecord = {
  kind: 'messenger',
  startedAt: AT + 400,
  runtime: 3.1,
  messenger: 'whatsapp',
  purpose: 'chat',
  state: 'blocked',
  steps: [
    {
      ...{ operation: 'resolve', t0: 0, t: 0.02, failure: null },
      ...{ name: 'g.whatsapp.net', resolver: 'system', addresses: ['57.144.245.141'] },
    },
    { operation: 'connect', t0: 0.02, t: 0.1, failure: null, ip: '57.144.245.141', port: 443 },
    { operation: 'dialogue', t0: 0.1, t: 3.1, failure: 'generic_timeout_error', protocol: 'noise' },
  ],
  findings: [{ cause: 'outage-or-blocked', detail: 'silent-after-connect', steps: [0, 1, 2] }],
  attempts: [
    {
      ...{ transport: 'system', kind: 'plain', proof: 'noise', host: 'g.whatsapp.net', port: 443 },
      ...{ failure: 'generic_timeout_error', operation: 'dialogue', steps: [0, 1, 2] },
    },
  ],
};

/** Signal, as it should be. */
export const FINE: MessengerRecord = {
  kind: 'messenger',
  startedAt: AT + 100,
  runtime: 0.25,
  messenger: 'signal',
  purpose: 'chat',
  state: 'answers',
  steps: [
    {
      ...{ operation: 'resolve', t0: 0, t: 0.03, failure: null },
      ...{ name: 'chat.signal.org', resolver: 'system', addresses: ['76.223.92.165'] },
    },
    { operation: 'connect', t0: 0.03, t: 0.08, failure: null, ip: '76.223.92.165', port: 443 },
    {
      ...{ operation: 'tls', t0: 0.08, t: 0.17, failure: null },
      ...{ serverName: 'chat.signal.org', hello: 'node' as const },
    },
    {
      ...{ operation: 'dialogue', t0: 0.17, t: 0.25, failure: null, protocol: 'https' },
      answer: { status: 404 },
    },
  ],
  findings: [],
  attempts: [
    {
      ...{ transport: 'system', kind: 'plain', proof: 'https', host: 'chat.signal.org', port: 443 },
      ...{ path: '/', failure: null, operation: null, steps: [0, 1, 2, 3] },
    },
  ],
};

/** WhatsApp's servers as a closer look asks them: one of two answers on neither port. */
export const SERVERS: DeepRecord = {
  kind: 'deep',
  startedAt: AT + 900,
  runtime: 6,
  test: 'servers',
  subject: 'whatsapp',
  steps: [
    {
      ...{ operation: 'resolve', t0: 0, t: 0.02, failure: null },
      ...{ name: 'e1.whatsapp.net', resolver: 'system', addresses: ['57.144.245.142'] },
    },
    {
      operation: 'connect',
      t0: 0.02,
      t: 6,
      failure: 'generic_timeout_error',
      ip: '57.144.245.142',
      port: 443,
    },
    {
      operation: 'connect',
      t0: 0.02,
      t: 6,
      failure: 'generic_timeout_error',
      ip: '57.144.245.142',
      port: 5222,
    },
    { operation: 'connect', t0: 0.1, t: 0.2, failure: null, ip: '57.144.245.143', port: 443 },
  ],
  results: [
    {
      verdict: 'servers-some',
      names: ['e1.whatsapp.net'],
      count: 1,
      all: 2,
      sureness: 'medium',
      steps: [1, 2],
    },
  ],
  attempts: [
    {
      ...{ transport: 'system', kind: 'plain', proof: 'connect', host: 'e1.whatsapp.net', port: 443 },
      ...{ failure: 'generic_timeout_error', operation: 'connect', steps: [0, 1] },
    },
    {
      ...{ transport: 'system', kind: 'plain', proof: 'connect', host: 'e1.whatsapp.net', port: 5222 },
      ...{ failure: 'generic_timeout_error', operation: 'connect', steps: [0, 2] },
    },
    {
      ...{ transport: 'system', kind: 'plain', proof: 'connect', host: 'e2.whatsapp.net', port: 443 },
      ...{ failure: null, operation: null, steps: [3] },
    },
  ],
};

/** Nothing wrong with the network. */
export const NETWORK: NetworkRecord = {
  kind: 'network',
  startedAt: AT,
  runtime: 0,
  steps: [],
  finding: null,
};

const text = fc.string({ maxLength: 40 });
const failure = fc.option(
  fc.oneof(fc.constantFrom(...OONI_FAILURES, ...OWN_FAILURES), fc.constant('unknown_failure: EPIPE'), text),
);
const seconds = fc.integer({ min: 0, max: 60_000 }).map((ms) => ms / 1000);
const times = { t0: seconds, t: seconds, failure };
const count = fc.nat(1_000_000);
const port = fc.integer({ min: 1, max: 65535 });
const host = fc.oneof(
  fc.constantFrom('web.whatsapp.com', 'e1.whatsapp.net', 'web.telegram.org', 'b-api.facebook.com'),
  fc.domain(),
  fc.ipV4(),
  fc.ipV6(),
  text,
);
const address = fc.oneof(fc.ipV4(), fc.ipV6(), text);

const certificate = fc.record(
  {
    name: text,
    sha256: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
    data: fc.base64String({ maxLength: 40 }),
  },
  { requiredKeys: ['name'] },
);

const anyStep: fc.Arbitrary<RecordedStep> = fc.oneof(
  fc.record({
    ...{ operation: fc.constant('resolve' as const), ...times, name: host },
    resolver: fc.oneof(fc.constantFrom('system', 'doh:quad9', 'dot:google', 'udp:x', 'tcp:x'), text),
    addresses: fc.array(address, { maxLength: 4 }),
  }),
  fc.record({ operation: fc.constant('connect' as const), ...times, ip: address, port }),
  fc.record(
    {
      ...{ operation: fc.constant('tls' as const), ...times, serverName: host, address, issuer: text },
      chain: fc.array(certificate, { maxLength: 3 }),
      hello: fc.constantFrom('node' as const, 'chrome' as const),
    },
    { requiredKeys: ['operation', 't0', 't', 'failure', 'serverName', 'hello'] },
  ),
  fc.record({ operation: fc.constant('read' as const), ...times, bytes: count }),
  fc.record(
    {
      ...{ operation: fc.constant('dialogue' as const), ...times, protocol: text },
      answer: fc.record(
        { status: fc.nat(599), location: fc.oneof(fc.webUrl(), text) },
        { requiredKeys: ['status'] },
      ),
      datagrams: fc.record({ ip: address, port, sent: count, received: count }),
    },
    { requiredKeys: ['operation', 't0', 't', 'failure', 'protocol'] },
  ),
  fc.record({ operation: fc.constant('bulk' as const), ...times, bytes: count, bytesPerSecond: count }),
);
const places = fc.array(fc.nat(12), { maxLength: 6 });
const finding = fc.record(
  { cause: fc.constantFrom(...CAUSES), detail: text, steps: places },
  { requiredKeys: ['cause', 'steps'] },
);
const attempt = fc.record(
  {
    ...{ transport: text, kind: fc.constantFrom('plain' as const, 'strategy' as const, 'server' as const) },
    proof: fc.constantFrom(
      ...['https', 'bulk', 'noise', 'obfuscated2', 'websocket-noise', 'chrome-hello', 'stun', 'quic'],
      ...ASKS,
    ),
    ...{ host, port, path: text.map((path) => `/${path}`), failure, steps: places },
    operation: fc.option(fc.constantFrom('resolve', 'connect', 'tls')),
  },
  { requiredKeys: ['transport', 'kind', 'proof', 'host', 'port', 'failure', 'operation', 'steps'] },
);
const common = {
  startedAt: fc.integer({ min: 0, max: 4e12 }),
  runtime: seconds,
  steps: fc.array(anyStep, { maxLength: 10 }),
};

/** Whatever may have been measured, of messengers that OONI knows and others. */
export const anyRecord: fc.Arbitrary<ReportRecord> = fc.oneof(
  fc.record({
    ...{ kind: fc.constant('messenger' as const), ...common },
    messenger: fc.constantFrom('whatsapp', 'telegram', 'signal', 'facebook-messenger', 'discord'),
    purpose: fc.constantFrom(...PURPOSES),
    state: fc.constantFrom('reachable' as const, 'answers' as const, 'blocked' as const, 'unknown' as const),
    findings: fc.array(finding, { maxLength: 3 }),
    attempts: fc.array(attempt, { maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('network' as const), ...common, finding: fc.option(finding) }),
  fc.record({
    ...{ kind: fc.constant('deep' as const), ...common, test: fc.constantFrom(...DEEP_TESTS) },
    subject: fc.option(fc.constantFrom('whatsapp', 'telegram', 'signal', 'facebook-messenger', 'bitchat')),
    attempts: fc.array(attempt, { maxLength: 4 }),
    results: fc.array(
      fc.record(
        {
          verdict: fc.constantFrom(...DEEP_VERDICTS),
          names: fc.array(fc.oneof(host, fc.constant('udp:google')), { maxLength: 4 }),
          ...{ count, all: count, sureness: fc.constantFrom(...SURENESS), steps: places },
        },
        { requiredKeys: ['verdict', 'names', 'sureness', 'steps'] },
      ),
      { maxLength: 3 },
    ),
  }),
);
