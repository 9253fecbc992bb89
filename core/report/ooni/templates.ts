import type { Operator } from '../../model/operators.ts';
import type { RecordedStep, ReportRecord } from '../record.ts';
import { ooniFailure } from './failure.ts';
import { networkEvents } from './network-events.ts';
import { attemptsOf, type Place, placeOf, type Rows, timesOf } from './place.ts';
import { query } from './queries.ts';
import { transactions } from './requests.ts';
import type { Templates } from './schema.ts';

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
