import { NetError } from '../../model/failure.ts';
import type { ListFailure } from '../../model/list-failure.ts';
import type { Clock } from '../../model/time.ts';
import type { Transport } from '../../model/transport.ts';
import { classify } from '../../net/classify.ts';
import { withDeadline } from '../../net/deadline.ts';
import { isPrivate } from '../../net/ip.ts';
import { listHost, readListLink } from '../../transports/links/list-link.ts';
import { type ListAnswer, requestList, type Validators } from './request.ts';

/** For one way, all redirects in it. Milliseconds. */
const WAY_MS = 10_000;
const MOST_REDIRECTS = 3;

export type Fetched =
  | { readonly kind: 'list'; readonly text: string; readonly validators: Validators }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly failure: ListFailure };

export interface FetchParts {
  /** Ways to it, the first to be tried first. */
  readonly ways: AsyncIterable<Transport>;
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Fetches a list by the first way that leads to it: over https alone, its certificate checked, at most 2 MiB, at most three
 * redirects, 10 s a way. Rejects only when aborted.
 */
export async function fetchList(
  address: string,
  validators: Validators,
  { ways, roots, clock, signal }: FetchParts,
): Promise<Fetched> {
  let failure: ListFailure = 'unreachable';
  for await (const { dialer } of ways) {
    try {
      const deadline = { signal, ms: WAY_MS, operation: 'read', clock } as const;
      const answer = await withDeadline(deadline, (limited) =>
        follow(
          address,
          (url, known) => requestList(url, known, { dialer, roots, clock, signal: limited }),
          validators,
        ),
      );
      if (answer.kind === 'list' || answer.kind === 'unchanged') return answer;
      // Another way may lead there from a place that is let in.
      failure = answer.kind === 'elsewhere' ? 'not-trusted' : answer.kind;
    } catch (error) {
      signal.throwIfAborted();
      if (isUntrusted(error) && failure === 'unreachable') failure = 'not-trusted';
    }
  }
  return { kind: 'failed', failure };
}

/** Follows redirects to other pages in https; not from outside into this network, and not in circles. */
async function follow(
  address: string,
  ask: (url: URL, validators: Validators) => Promise<ListAnswer>,
  validators: Validators,
): Promise<ListAnswer> {
  let url = new URL(address);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await ask(url, redirects === 0 ? validators : {});
    if (answer.kind !== 'elsewhere' || redirects === MOST_REDIRECTS) return answer;
    const next = URL.canParse(answer.location, url.href)
      ? readListLink(new URL(answer.location, url.href).href)
      : undefined;
    if (next === undefined || (isInside(listHost(next)) && !isInside(listHost(address)))) return answer;
    url = new URL(next);
  }
}

/** Whether a host is this computer or one of its neighbours. */
export function isInside(host: string): boolean {
  return isPrivate(host) || host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.local');
}

const CERTIFICATE: ReadonlySet<string> = new Set([
  ...['ssl_invalid_hostname', 'ssl_unknown_authority', 'ssl_invalid_certificate'],
]);

function isUntrusted(error: unknown): boolean {
  const { failure } = error instanceof NetError ? error : classify(error, 'tls');
  return CERTIFICATE.has(failure);
}
