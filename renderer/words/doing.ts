import type { Doing } from '../../core/contract.ts';
import type { Translate } from '../i18n/translator.ts';

/** What people can tell apart among the ways a step can fail. */
const OUTCOMES: readonly (readonly [RegExp, string])[] = [
  [/^(dns_nxdomain_error|dns_bogon_error|x_dns_block_page)$/, 'false'],
  [
    /^(generic_timeout_error|timed_out|dns_no_answer|(host|network)_unreachable|x_proxy_timed_out)$/,
    'silent',
  ],
  [/^(connection_\w+|eof_error)$/, 'cut'],
  [/^ssl_(invalid_hostname|unknown_authority|invalid_certificate)$/, 'stranger'],
  [/^x_(frozen|throttled)$/, 'stuck'],
];

function outcomeOf(failure: string | null): string {
  if (failure === null) return 'ok';
  return OUTCOMES.find(([pattern]) => pattern.test(failure))?.[1] ?? 'other';
}

/** One step of the search in words: what was done and what came of it. `name` is the messenger's. */
export function doingSentence(t: Translate, step: Doing, name: string): string {
  if (step.operation === 'start') return t(`home.doing-start-${step.transport.kind}`, { name });
  const outcome = outcomeOf(step.failure);
  if (step.operation === 'proxy' && step.transport.kind !== 'server')
    return t('home.doing-network-proxy', { name, outcome });
  const operation = step.operation === 'read' ? 'dialogue' : step.operation;
  return t(`home.doing-${operation}`, { name, outcome });
}
