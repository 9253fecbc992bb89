import type { Wanted } from '../finder/finder.ts';
import type { ResolverChoice } from '../finder/resolver-choice.ts';
import type { Evidence } from '../measure/evidence.ts';
import { explain } from '../measure/explain.ts';
import { investigate } from '../measure/investigate.ts';
import type { NameTests } from '../measure/name-tests.ts';
import type { PurposeData } from '../model/messenger.ts';
import type { Attempt } from '../model/route.ts';
import type { NetworkVerdict, Verdict } from '../model/verdict.ts';
import { withDeadline } from '../net/deadline.ts';
import type { ControlSpeed } from './control-speed.ts';
import type { EngineParts } from './parts.ts';

/** A verdict does not wait longer than this for evidence beside the attempts. Milliseconds. */
const INVESTIGATION_MS = 2500;
/** Below this a download is compared with a control's. Bytes per second. */
const SLOW = 128 * 1024;

export interface DiagnosisOptions {
  readonly resolvers: ResolverChoice;
  readonly speed: ControlSpeed;
  readonly nameTests: NameTests;
  /** Addresses a censor had been triggered on before that moment (monotonic milliseconds). */
  readonly restingBefore: (monotonicMs: number) => readonly string[];
}

/** Gathers what the attempts leave open — other resolvers' answers, the name on a neutral address, a control's speed — and explains. */
export function createDiagnosis(
  parts: EngineParts,
  { resolvers, speed, nameTests, restingBefore }: DiagnosisOptions,
) {
  const { bricks, resources, clock } = parts;

  return async (
    { messenger, data }: Wanted,
    attempts: readonly Attempt[],
    network: NetworkVerdict | null,
    signal: AbortSignal,
  ): Promise<Verdict> => {
    const startedAt = Math.min(
      ...attempts.flatMap(({ outcome }) => outcome.steps.map((step) => step.startedAt)),
    );
    const known = {
      messenger,
      purpose: data,
      attempts,
      network,
      controlBytesPerSecond: attempts.some(isSlow) ? await speed.measure() : null,
      restingAddresses: restingBefore(startedAt),
    };
    const deadline = { signal, ms: INVESTIGATION_MS, operation: 'resolve', clock } as const;
    const evidence = await withDeadline(deadline, (limited) =>
      investigate({
        ...known,
        system: bricks.systemResolver,
        encrypted: resolvers.addressesOf,
        dialer: bricks.plainDialer,
        roots: hasOwnRoot(data) ? [...bricks.roots, resources.signalRoot] : bricks.roots,
        testName: (name, asked) => nameTests.ask(name, { id: 'plain', dialer: bricks.plainDialer }, asked),
        clock,
        signal: limited,
      }),
    ).catch((): Evidence => {
      signal.throwIfAborted();
      return { ...known, messenger: messenger.id };
    });
    return explain(evidence);
  };
}

/** Signal's root counts for Signal's hosts and nobody else's. */
function hasOwnRoot({ samples }: PurposeData): boolean {
  return samples.flat().some((proof) => 'root' in proof && proof.root === 'signal');
}

function isSlow({ transport, outcome }: Attempt): boolean {
  if (transport.kind !== 'plain') return false;
  if (!outcome.ok) return outcome.error.failure === 'x_throttled';
  return outcome.bytesPerSecond !== null && outcome.bytesPerSecond < SLOW;
}
