import type { Operator } from '../../model/operators.ts';
import { familyOf } from '../../net/ip.ts';
import type { RecordedAttempt, RecordedStep, ReportRecord } from '../record.ts';
import { ooniFailure } from './failure.ts';
import type { Templates } from './schema.ts';

type Rows<K extends keyof Templates> = NonNullable<Extract<Templates[K], readonly unknown[] | null>>;

/** Where a step stands: seconds to add to its times, and the attempt it belongs to, from 1; 0 where it was asked beside them. */
interface Place {
  readonly shift: number;
  readonly transaction: number;
  /** Of the connection that a handshake went over, where it is known. */
  readonly address: string;
  readonly isUnverified: boolean;
}

/** What all of OONI's tests have in common (df-001, 002, 005, 006, 008), of records that are told together. `origin` is milliseconds since 1970. */
export function templatesOf(
  records: readonly ReportRecord[],
  operators: readonly Operator[],
  origin: number,
): Templates {
  const queries: Rows<'queries'> = [];
  const tcp: Rows<'tcp_connect'> = [];
  const tls: Rows<'tls_handshakes'> = [];
  const events: Rows<'network_events'> = [];
  const requests: Rows<'requests'> = [];
  let before = 0;
  for (const record of records) {
    const shift = Math.max(0, record.startedAt - origin) / 1000;
    const attempts = attemptsOf(record);
    record.steps.forEach((step, index) => {
      const place = placeOf(index, step, record, { shift, before });
      if (step.operation === 'resolve') queries.push(query(step, place, operators));
      if (step.operation === 'connect') tcp.push(tcpConnect(step, place));
      if (step.operation === 'tls') tls.push(tlsHandshake(step, place));
      events.push(...networkEvents(step, place));
    });
    attempts.forEach((attempt, index) => {
      const own = attempt.steps.flatMap((at) => record.steps[at] ?? []);
      requests.push(...transactions(attempt, own, { shift, transaction: before + index + 1 }));
    });
    before += attempts.length;
  }
  return {
    agent: 'agent',
    network_events: events,
    queries,
    requests,
    tcp_connect: tcp,
    tls_handshakes: tls,
  };
}

function attemptsOf(record: ReportRecord): readonly RecordedAttempt[] {
  return record.kind === 'network' ? [] : record.attempts;
}

function placeOf(
  index: number,
  step: RecordedStep,
  record: ReportRecord,
  { shift, before }: { shift: number; before: number },
): Place {
  const attempts = attemptsOf(record);
  const at = attempts.findIndex(({ steps }) => steps.includes(index));
  const attempt = attempts[at];
  const own = attempt?.steps.flatMap((place) => record.steps[place] ?? []) ?? [step];
  return {
    shift,
    transaction: at < 0 ? 0 : before + at + 1,
    address: connectionOf(own, step),
    isUnverified: attempt?.proof === 'tls-hello',
  };
}

/** `ip:port` of the last connection that was opened before a step of the same attempt. */
function connectionOf(own: readonly RecordedStep[], until: RecordedStep): string {
  const opened = own.findLast(
    (step) => step.operation === 'connect' && step.failure === null && step.t <= until.t,
  );
  if (opened?.operation === 'connect') return endpoint(opened.ip, opened.port);
  return until.operation === 'tls' && until.address !== undefined ? endpoint(until.address, 443) : '';
}

function endpoint(ip: string, port: number): string {
  return familyOf(ip) === 6 ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function timesOf({ t0, t }: RecordedStep, { shift, transaction }: Pick<Place, 'shift' | 'transaction'>) {
  return { t0: seconds(t0 + shift), t: seconds(t + shift), tags: [], transaction_id: transaction };
}

function query(
  step: Extract<RecordedStep, { operation: 'resolve' }>,
  place: Place,
  operators: readonly Operator[],
): Rows<'queries'>[number] {
  const [how = '', id = ''] = step.resolver.split(':');
  const engine = (['udp', 'tcp', 'dot', 'doh'] as const).find((known) => known === how);
  const families = new Set(step.addresses.map(familyOf));
  const [family] = families;
  return {
    answers: step.addresses.map((address) =>
      familyOf(address) === 6
        ? { answer_type: 'AAAA' as const, ipv6: address, ttl: null }
        : { answer_type: 'A' as const, ipv4: address, ttl: null },
    ),
    engine: step.resolver === 'system' ? 'getaddrinfo' : (engine ?? 'unknown'),
    failure: ooniFailure(step.failure),
    hostname: step.name,
    query_type: queryType(step, families.size === 1 ? family : undefined),
    resolver_hostname: null,
    resolver_port: null,
    resolver_address: resolverAddress(
      engine,
      operators.find((operator) => operator.id === id),
    ),
    ...timesOf(step, place),
    x_resolver: step.resolver,
    ...(step.family === undefined ? {} : { x_family: step.family }),
  };
}

/** getaddrinfo is `ANY` to OONI, whichever kind of address it was asked for; of the others the answers may have to tell. */
function queryType(
  { resolver, family }: Extract<RecordedStep, { operation: 'resolve' }>,
  answered: number | undefined,
): 'A' | 'AAAA' | 'ANY' {
  const asked = family ?? answered;
  if (resolver === 'system' || asked === undefined) return 'ANY';
  return asked === 6 ? 'AAAA' : 'A';
}

function resolverAddress(engine: string | undefined, operator: Operator | undefined): string {
  const [address] = operator?.addresses ?? [];
  if (operator === undefined || address === undefined) return '';
  const host = familyOf(address) === 6 ? `[${address}]` : address;
  if (engine === 'doh') {
    return `https://${operator.certificateName ?? host}${operator.doh?.path ?? '/dns-query'}`;
  }
  return `${host}:${engine === 'dot' ? (operator.dot?.port ?? 853) : 53}`;
}

function tcpConnect(
  step: Extract<RecordedStep, { operation: 'connect' }>,
  place: Place,
): Rows<'tcp_connect'>[number] {
  const status = { failure: ooniFailure(step.failure), success: step.failure === null };
  const family = step.family === undefined ? {} : { x_family: step.family };
  return { ip: step.ip, port: step.port, status, ...timesOf(step, place), ...family };
}

/** Of a chain that was asked for, though nobody trusted vouches for it. */
const shownIn = ({ chain = [] }: Extract<RecordedStep, { operation: 'tls' }>): string[] =>
  chain.flatMap(({ data = '' }) => (data === '' ? [] : [data]));

function tlsHandshake(
  step: Extract<RecordedStep, { operation: 'tls' }>,
  place: Place,
): Rows<'tls_handshakes'>[number] {
  const { session } = step;
  return {
    network: 'tcp',
    address: place.address,
    // Empty where the handshake did not get that far, as OONI's own are.
    cipher_suite: session?.cipher ?? '',
    failure: ooniFailure(step.failure),
    so_error: null,
    negotiated_protocol: session?.alpn ?? '',
    no_tls_verify: place.isUnverified,
    peer_certificates: (session?.certificates ?? shownIn(step)).map((data) => ({
      format: 'base64' as const,
      data,
    })),
    server_name: step.serverName,
    tls_version: session?.version ?? '',
    ...timesOf(step, place),
    x_hello: step.hello,
    ...(step.issuer === undefined ? {} : { x_issuer: step.issuer }),
    ...(step.chain === undefined
      ? {}
      : { x_chain: step.chain.map(({ name, sha256 }) => ({ name, sha256 })) }),
  };
}

function networkEvents(step: RecordedStep, place: Place): Rows<'network_events'> {
  const common = { failure: ooniFailure(step.failure), ...timesOf(step, place) };
  switch (step.operation) {
    case 'connect':
      return [{ address: endpoint(step.ip, step.port), operation: 'connect', proto: 'tcp', ...common }];
    case 'read':
      return [{ num_bytes: step.bytes, operation: 'read', ...common }];
    case 'dialogue': {
      if (step.datagrams === undefined) return [];
      const { ip, port, sent, received } = step.datagrams;
      const one = {
        ...common,
        address: endpoint(ip, port),
        proto: 'udp' as const,
        x_protocol: step.protocol,
      };
      const wrote = { ...one, failure: null, num_bytes: sent, operation: 'write_to' as const };
      return [wrote, { ...one, num_bytes: received, operation: 'read_from' as const }];
    }
    case 'bulk':
      return bulkEvents(step, common, place);
    default:
      return [];
  }
}

/** What had come by when, as OONI's throttling test writes it down; the last one says how it ended. */
function bulkEvents(
  { bytes, bytesPerSecond, curve = [] }: Extract<RecordedStep, { operation: 'bulk' }>,
  last: ReturnType<typeof timesOf> & { readonly failure: string | null },
  { shift }: Place,
): Rows<'network_events'> {
  const operation = 'bytes_received_cumulative' as const;
  const before = curve.slice(0, -1).map(([t, come]) => ({
    ...{ num_bytes: come, operation, ...last, failure: null, t: seconds(t + shift) },
  }));
  return [...before, { num_bytes: bytes, operation, ...last, x_bytes_per_second: bytesPerSecond }];
}

const SCHEMES: Readonly<Record<string, string>> = {
  https: 'https',
  bulk: 'https',
  'http-post': 'http',
  websocket: 'wss',
  'websocket-noise': 'wss',
  'websocket-obfuscated2': 'wss',
};

/** A proof that asks by HTTP, of the plain way. What became of it before HTTP counts, too. */
function transactions(
  attempt: RecordedAttempt,
  own: readonly RecordedStep[],
  place: Pick<Place, 'shift' | 'transaction'>,
): Rows<'requests'> {
  const scheme = SCHEMES[attempt.proof];
  const last = own.at(-1);
  const [first] = own;
  if (attempt.kind !== 'plain' || scheme === undefined || last === undefined || first === undefined)
    return [];
  const answer = own.flatMap((step) => (step.operation === 'dialogue' ? (step.answer ?? []) : [])).at(-1);
  const location = answer?.location === undefined ? {} : { Location: answer.location };
  const isPost = attempt.proof === 'http-post';
  const port = attempt.port === (isPost ? 80 : 443) ? '' : `:${attempt.port}`;
  return [
    {
      network: 'tcp',
      address: connectionOf(own, last),
      alpn: '',
      failure: ooniFailure(attempt.failure),
      request: {
        ...{ body: '', body_is_truncated: false, headers: {}, headers_list: [] },
        method: isPost ? 'POST' : 'GET',
        tor: { exit_ip: null, exit_name: null, is_tor: false },
        url: `${scheme}://${attempt.host}${port}${pathOf(attempt)}`,
      },
      response: {
        body: '',
        body_is_truncated: true,
        // 0 is OONI's, where none was read.
        code: answer?.status ?? 0,
        headers: location,
        headers_list: Object.entries(location),
        ...(answer?.bodySha256 === undefined ? {} : { x_body_sha256: answer.bodySha256 }),
        ...(answer?.fingerprint === undefined ? {} : { x_fingerprint: answer.fingerprint }),
      },
      ...timesOf({ ...last, t0: first.t0 }, place),
    },
  ];
}

/** Of our own data files, where all are as plain as this. */
function pathOf({ path = '/' }: RecordedAttempt): string {
  const [plain = '/'] = path.split(/[?#]/);
  return /^\/[\w./-]*$/.test(plain) ? plain : '/';
}

/** To the microsecond; sums of milliseconds show no tail of nines. */
function seconds(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
