import type { LinkProblem, Proposal } from '../../contract.ts';
import { isLoopback } from '../../net/ip.ts';
import { type Expression, labelExpression } from '../../transports/expression.ts';
import type { LinkFault } from '../../transports/links/link-list.ts';
import { hasPassword } from '../server-list.ts';
import { clip } from './clip.ts';

/** What is said of a proposed server; null where the text names no server, but only a way of going without one. */
export function describeServer(
  expression: Expression,
  { token, program, assumed, isKnown }: Pick<Proposal, 'token' | 'program' | 'assumed' | 'isKnown'>,
): Proposal | null {
  const servers = expression.hops.flatMap((hop) => (hop.kind === 'proxy' ? [hop] : []));
  const [first] = servers;
  const last = servers.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    token,
    kind: last.protocol,
    label: clip(labelExpression(expression)),
    host: clip(last.host, 256),
    port: last.port,
    hasPassword: hasPassword(expression),
    isLocal: isLoopback(first.host) || first.host === 'localhost',
    program,
    assumed,
    isKnown,
  };
}

/** What is said of a line that is no link we can use. */
export function describeFault({ line, error }: LinkFault): LinkProblem {
  const scheme = 'scheme' in error && error.scheme !== undefined ? clip(error.scheme, 256) : null;
  return { code: error.code, scheme, line };
}
