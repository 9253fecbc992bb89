import type { WayTest } from '../../contract.ts';
import { tryTransport } from '../../finder/attempt.ts';
import type { Wanted } from '../../finder/finder.ts';
import { OWN_FAULTS } from '../../finder/server-check.ts';
import { type Failure, NetError } from '../../model/failure.ts';
import type { Purpose } from '../../model/messenger.ts';
import type { Prover } from '../../model/route.ts';
import type { Clock } from '../../model/time.ts';
import type { Transport } from '../../model/transport.ts';
import { classify } from '../../net/classify.ts';
import { withDeadline } from '../../net/deadline.ts';
import type { Bricks } from '../bricks.ts';

/** A person waits in front of a button. Milliseconds. */
const TEST_MS = 20_000;
/** Tor has to find its way into its network first. Milliseconds. */
const PREPARE_MS = 200_000;
/** What a messenger is first of all for: who has these can talk. */
const MAIN: readonly Purpose[] = ['chat', 'web'];

export interface WayTestTools {
  readonly prover: Prover;
  readonly bricks: Pick<Bricks, 'gate'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

type Result = Exclude<WayTest, { outcome: 'running' }>;

/**
 * Speaks to the chosen messengers through one way alone, one after the other, until one answers; their chats or web
 * clients count. Where none does within 20 s, or the way itself is at fault, the first failure is told. Rejects only when
 * aborted.
 */
export async function testWay(
  transport: Transport,
  wanted: readonly Wanted[],
  { prover, bricks, clock, signal }: WayTestTools,
): Promise<Result> {
  const startedAt = clock.monotonic();
  let failure: Failure | null = null;
  const tryOne = (one: Wanted, limited: AbortSignal) =>
    tryTransport(one.data.samples, transport, {
      prover,
      gate: bricks.gate,
      signal: limited,
      trace: () => undefined,
      onAttempt: ({ outcome }) => {
        if (!outcome.ok) failure ??= outcome.error.failure;
      },
    });
  try {
    if (transport.prepare !== undefined)
      await withDeadline({ signal, ms: PREPARE_MS, operation: 'proxy', clock }, transport.prepare);
    const works = await withDeadline({ signal, ms: TEST_MS, operation: 'proxy', clock }, async (limited) => {
      for (const one of wanted.filter(isMain)) {
        if (await tryOne(one, limited)) return true;
        if (failure !== null && OWN_FAULTS.has(failure)) return false;
      }
      return false;
    });
    if (works) return { outcome: 'works', at: clock.now(), seconds: (clock.monotonic() - startedAt) / 1000 };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof NetError)) throw error;
    failure ??= classify(error, 'proxy').failure;
  }
  return { outcome: 'failed', at: clock.now(), failure: failure ?? 'generic_timeout_error' };
}

function isMain({ key }: Wanted): boolean {
  return MAIN.includes(key.purpose);
}
