import type { Wanted } from '../finder/finder.ts';
import type { ResolverChoice } from '../finder/resolver-choice.ts';
import type { SearchResult } from '../finder/search.ts';
import { measureControlSpeed } from '../measure/control-speed.ts';
import type { DnsComparison, Evidence } from '../measure/evidence.ts';
import { explain } from '../measure/explain.ts';
import { testServerName } from '../measure/server-name.ts';
import type { Attempt } from '../model/route.ts';
import type { ResolveStep } from '../model/trace.ts';
import type { NetworkVerdict, Verdict } from '../model/verdict.ts';
import { linkedController } from '../net/abort.ts';
import type { EngineParts } from './parts.ts';

/** A verdict does not wait longer than this for evidence beside the attempts. Milliseconds. */
const SIDE_EVIDENCE_MS = 1500;
/** Below this a download is compared with a control's. Bytes per second. */
const SLOW = 128 * 1024;

type FailedAttempt = Attempt & { readonly outcome: Extract<Attempt['outcome'], { ok: false }> };
type SideEvidence = Pick<Evidence, 'dns' | 'serverName' | 'controlBytesPerSecond'>;

/** Gathers what the attempts leave open — another resolver's answer, the name on a neutral address, a control's speed — and explains. */
export function createDiagnosis(
  parts: EngineParts,
  resolvers: ResolverChoice,
  restingBefore: (monotonicMs: number) => readonly string[],
) {
  return async (
    { messenger, data }: Wanted,
    { attempts }: SearchResult,
    network: NetworkVerdict | null,
    signal: AbortSignal,
  ): Promise<Verdict> => {
    const plain = attempts.filter(({ transport }) => transport.kind === 'plain');
    const failed = plain.filter((attempt): attempt is FailedAttempt => !attempt.outcome.ok);
    const startedAt = Math.min(
      ...attempts.flatMap(({ outcome }) => outcome.steps.map((step) => step.startedAt)),
    );
    const side =
      failed.length === 0 && !plain.some(isSlow) ? {} : await gather(plain, failed, messenger.hints, signal);
    return explain({
      messenger: messenger.id,
      purpose: data,
      attempts,
      network,
      restingAddresses: restingBefore(startedAt),
      ...side,
    });
  };

  async function gather(
    plain: readonly Attempt[],
    failed: readonly FailedAttempt[],
    hints: Readonly<Record<string, readonly string[]>>,
    signal: AbortSignal,
  ): Promise<SideEvidence> {
    const { controller, unlink } = linkedController(signal);
    const known: { -readonly [K in keyof SideEvidence]: SideEvidence[K] } = {};
    const work = [
      compareNames(failed, hints, controller.signal).then((dns) => {
        known.dns = dns;
      }),
      testName(failed, controller.signal).then((test) => {
        if (test !== null) known.serverName = test;
      }),
      compareSpeed(plain, controller.signal).then((speed) => {
        known.controlBytesPerSecond = speed;
      }),
    ];
    await Promise.race([Promise.allSettled(work), parts.clock.sleep(SIDE_EVIDENCE_MS, controller.signal)]);
    controller.abort();
    unlink();
    signal.throwIfAborted();
    return { ...known };
  }

  async function compareNames(
    failed: readonly FailedAttempt[],
    hints: Readonly<Record<string, readonly string[]>>,
    signal: AbortSignal,
  ): Promise<readonly DnsComparison[]> {
    const names = new Set(failed.map(({ proof }) => proof.host));
    return Promise.all(
      [...names].flatMap((name) => {
        const asked = failed
          .filter(({ proof }) => proof.host === name)
          .flatMap(({ outcome }) => resolves(outcome.steps));
        if (asked.length === 0) return [];
        return [compareName(name, asked, hints[name] ?? [], signal)];
      }),
    );
  }

  async function compareName(
    name: string,
    asked: readonly ResolveStep[],
    published: readonly string[],
    signal: AbortSignal,
  ): Promise<DnsComparison> {
    const steps: ResolveStep[] = [];
    const trace = (step: { operation: string }) => {
      if (isResolve(step)) steps.push(step);
    };
    const addresses = await resolvers.addressesOf(name, { signal, trace });
    const addressesOf = (list: readonly ResolveStep[]) => [
      ...new Set(list.flatMap((step) => step.addresses)),
    ];
    const failureOf = (list: readonly ResolveStep[]) =>
      list.some(({ failure }) => failure === null) ? null : (list[0]?.failure ?? 'dns_no_answer');
    return {
      name,
      system: { addresses: addressesOf(asked), failure: failureOf(asked), steps: asked },
      encrypted: { addresses, failure: addresses.length > 0 ? null : failureOf(steps), steps },
      verified: [...published, ...addresses],
    };
  }

  async function testName(failed: readonly FailedAttempt[], signal: AbortSignal) {
    const cut = failed.find(
      ({ outcome: { error } }) => error.operation === 'tls' && !error.failure.startsWith('ssl_'),
    );
    if (cut === undefined) return null;
    const { bricks, resources, clock } = parts;
    return testServerName({
      neutral: resources.controls.neutral,
      serverName: cut.proof.host,
      dialer: bricks.plainDialer,
      roots: bricks.roots,
      book: bricks.book,
      clock,
      signal,
    });
  }

  async function compareSpeed(plain: readonly Attempt[], signal: AbortSignal): Promise<number | null> {
    if (!plain.some(isSlow)) return null;
    const { bricks, resources, clock } = parts;
    return measureControlSpeed({
      controls: resources.controls,
      dialer: bricks.plainDialer,
      roots: bricks.roots,
      clock,
      signal,
    });
  }
}

function isSlow({ outcome }: Attempt): boolean {
  if (!outcome.ok) return outcome.error.failure === 'x_throttled';
  return outcome.bytesPerSecond !== null && outcome.bytesPerSecond < SLOW;
}

function isResolve(step: { operation: string }): step is ResolveStep {
  return step.operation === 'resolve';
}

function resolves(steps: readonly { operation: string }[]): readonly ResolveStep[] {
  return steps.filter(isResolve);
}
