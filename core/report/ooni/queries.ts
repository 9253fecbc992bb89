import type { Operator } from '../../model/operators.ts';
import { familyOf } from '../../net/ip.ts';
import type { RecordedStep } from '../record.ts';
import { ooniFailure } from './failure.ts';
import { type Place, type Rows, timesOf } from './place.ts';

/** A question to a resolver (df-002). */
export function query(
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
