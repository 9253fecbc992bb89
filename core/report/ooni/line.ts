import type { Messenger } from '../../model/messenger.ts';
import type { Operator } from '../../model/operators.ts';
import { createRangeSet } from '../../net/ip.ts';
import { confidenceOf } from '../confidence.ts';
import type {
  DeepRecord,
  MessengerRecord,
  NetworkRecord,
  RecordedFinding,
  RecordedResult,
  ReportRecord,
} from '../record.ts';
import { facebookMessengerKeys } from './facebook-messenger.ts';
import { measuredOf } from './messenger-keys.ts';
import type { OoniLine, Templates } from './schema.ts';
import { signalKeys } from './signal.ts';
import { telegramKeys } from './telegram.ts';
import { templatesOf } from './templates.ts';
import { whatsAppKeys } from './whatsapp.ts';

/** What the person lets a report say of where they are, and what we are. */
export interface Probe {
  readonly version: string;
  /** `linux`, `windows`, …, as OONI's annotations have it. */
  readonly platform: string;
  /** ISO 3166; null where the person did not tick it. */
  readonly country: string | null;
  /** The network operator, in the person's own words; null where they said none. */
  readonly operator: string | null;
}

export interface LineTools {
  readonly probe: Probe;
  readonly messengers: readonly Messenger[];
  readonly operators: readonly Operator[];
}

/** The versions of OONI's tests whose keys we write (ts-018 … ts-029); of our own, the first. */
const VERSIONS: Readonly<Record<OoniLine['test_name'], string>> = {
  whatsapp: '0.11.0',
  telegram: '0.3.1',
  signal: '0.2.5',
  facebook_messenger: '0.4.0',
  x_footbridge_messenger: '0.1.0',
  x_footbridge_network: '0.1.0',
  x_footbridge_deep: '0.1.0',
};
const HIDDEN_COUNTRY = 'ZZ';

/** One line of `measurements.jsonl`: all that was measured of one messenger at about the same time. */
export function messengerLine(records: readonly MessengerRecord[], tools: LineTools): OoniLine {
  const [first] = records;
  const messenger = first?.messenger ?? '';
  const base = baseOf(records, tools);
  const common = {
    ...templatesOf(records, tools.operators, base.origin),
    x_purposes: records.map((record) => ({
      purpose: record.purpose,
      state: record.state,
      findings: record.findings.map((finding) => tellFinding(record, finding)),
    })),
    x_ways: records.flatMap(({ attempts }) =>
      attempts
        .filter(({ kind }) => kind !== 'plain')
        .map(({ kind, transport, proof, host, port, failure }) => ({
          ...{ kind, transport, proof, host, port },
          failure,
        })),
    ),
  };
  const own = ofMessenger(messenger, records, common, tools);
  if (own !== null) return { ...base.line, ...own };
  return {
    ...base.line,
    input: messenger,
    test_name: 'x_footbridge_messenger',
    test_version: VERSIONS.x_footbridge_messenger,
    test_keys: common,
  };
}

/** One test of a closer look. Of messengers that OONI tests, the servers are asked exactly as it does. */
export function deepLine(record: DeepRecord, tools: LineTools): OoniLine {
  const { test, subject, results } = record;
  const base = baseOf([record], tools);
  const common = {
    ...templatesOf([record], tools.operators, base.origin),
    ...{ x_test: test, x_subject: subject },
    x_results: results.map((result) => tellResult(record, result)),
  };
  const own = test === 'servers' ? ofMessenger(subject ?? '', [record], common, tools) : null;
  if (own !== null) return { ...base.line, ...own };
  return {
    ...base.line,
    input: subject,
    test_name: 'x_footbridge_deep',
    test_version: VERSIONS.x_footbridge_deep,
    test_keys: common,
  };
}

/** The test that OONI has for a messenger, with its keys; null where it has none. */
function ofMessenger(
  messenger: string,
  records: readonly (MessengerRecord | DeepRecord)[],
  common: Templates,
  tools: LineTools,
) {
  const measured = measuredOf(records);
  switch (messenger) {
    case 'whatsapp':
      return {
        test_name: 'whatsapp',
        test_version: VERSIONS.whatsapp,
        test_keys: markGaps(whatsAppKeys(measured, common)),
      } as const;
    case 'telegram':
      return {
        test_name: 'telegram',
        test_version: VERSIONS.telegram,
        test_keys: markGaps(telegramKeys(measured, common)),
      } as const;
    case 'signal':
      return {
        test_name: 'signal',
        test_version: VERSIONS.signal,
        test_keys: markGaps(signalKeys(measured, common)),
      } as const;
    case 'facebook-messenger':
      return {
        test_name: 'facebook_messenger',
        test_version: VERSIONS.facebook_messenger,
        test_keys: markGaps(facebookMessengerKeys(measured, common, publishedBy(messenger, tools))),
      } as const;
    default:
      return null;
  }
}

/** What the control measurements said. */
export function networkLine(record: NetworkRecord, tools: LineTools): OoniLine {
  const base = baseOf([record], tools);
  return {
    ...base.line,
    test_name: 'x_footbridge_network',
    test_version: VERSIONS.x_footbridge_network,
    test_keys: {
      ...templatesOf([record], tools.operators, base.origin),
      x_finding: record.finding === null ? null : tellFinding(record, record.finding),
    },
  };
}

/** A verdict of an earlier day: what it was made from is not kept. */
export interface PastVerdict extends Pick<MessengerRecord, 'messenger' | 'purpose' | 'state'> {
  readonly at: number;
  readonly causes: readonly RecordedFinding['cause'][];
}

/** A line of `history.jsonl`. */
export function pastLine({ at, messenger, purpose, state, causes }: PastVerdict, tools: LineTools): OoniLine {
  return {
    ...baseOf([{ kind: 'network', startedAt: at, runtime: 0, steps: [], finding: null }], tools).line,
    input: messenger,
    test_name: 'x_footbridge_messenger',
    test_version: VERSIONS.x_footbridge_messenger,
    test_keys: {
      agent: 'agent',
      ...{ network_events: null, queries: null, requests: null, tcp_connect: null, tls_handshakes: null },
      x_purposes: [{ purpose, state, causes }],
    },
  };
}

function baseOf(records: readonly ReportRecord[], { probe }: LineTools) {
  const origin = Math.min(...records.map(({ startedAt }) => startedAt));
  const end = Math.max(...records.map(({ startedAt, runtime }) => startedAt + runtime * 1000));
  const time = new Date(origin).toISOString().slice(0, 19).replace('T', ' ');
  const line = {
    annotations: { engine_name: 'footbridge', engine_version: probe.version, platform: probe.platform },
    data_format_version: '0.2.0' as const,
    extensions: { dnst: 0, httpt: 0, netevents: 0, tcpconnect: 0, tlshandshake: 0, tunnel: 0 } as const,
    input: null,
    measurement_start_time: time,
    probe_asn: 'AS0',
    probe_cc: probe.country ?? HIDDEN_COUNTRY,
    probe_ip: '127.0.0.1' as const,
    probe_network_name: probe.operator ?? '',
    report_id: '' as const,
    resolver_asn: 'AS0' as const,
    resolver_ip: '127.0.0.1' as const,
    resolver_network_name: '' as const,
    software_name: 'footbridge' as const,
    software_version: probe.version,
    test_helpers: {},
    test_runtime: Math.max(0, Math.round(end - origin)) / 1000,
    test_start_time: time,
  };
  return { origin: Math.floor(origin / 1000) * 1000, line };
}

function tellResult(record: DeepRecord, { verdict, names, count, all, sureness, steps }: RecordedResult) {
  const counts = count === undefined || all === undefined ? {} : { count, all };
  const evidence = steps.flatMap((at) => record.steps[at] ?? []);
  return { verdict, names, ...counts, confidence: sureness, evidence };
}

function tellFinding(record: MessengerRecord | NetworkRecord, finding: RecordedFinding) {
  const { cause, detail, steps } = finding;
  return {
    cause,
    detail: detail ?? null,
    confidence: confidenceOf(record, finding),
    evidence: steps.flatMap((at) => record.steps[at] ?? []),
  };
}

function publishedBy(id: string, { messengers }: LineTools): (address: string) => boolean {
  return createRangeSet(messengers.find((messenger) => messenger.id === id)?.cidrs ?? []).has;
}

/** Keys of a test's that hold null because it was not measured; a failure is null where there was none. */
function markGaps<K extends Templates>(testKeys: K): K & { readonly x_not_measured: readonly string[] } {
  const gaps = Object.entries(testKeys)
    .filter(([key, value]) => value === null && !key.endsWith('_failure'))
    .map(([key]) => key);
  return { ...testKeys, x_not_measured: gaps };
}
