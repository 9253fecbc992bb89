import { tryTransport } from '../finder/attempt.ts';
import type { Wanted } from '../finder/finder.ts';
import type { ResolverChoice } from '../finder/resolver-choice.ts';
import { probeControl } from '../measure/control-probe.ts';
import type { Evidence } from '../measure/evidence.ts';
import { explain } from '../measure/explain.ts';
import { investigate } from '../measure/investigate.ts';
import type { HelloShape, NameTests } from '../measure/name-tests.ts';
import { heldAgainstLine, isWorthSecondLook, moreTelling, withoutSilence } from '../measure/second-look.ts';
import type { PurposeData } from '../model/messenger.ts';
import type { Attempt, Prover } from '../model/route.ts';
import type { NetworkVerdict, Verdict } from '../model/verdict.ts';
import { createBrowserHello } from '../net/client-hello/browser-hello.ts';
import { withDeadline } from '../net/deadline.ts';
import type { ControlSpeed } from './control-speed.ts';
import type { EngineParts } from './parts.ts';

/** A verdict does not wait longer than this for evidence beside the attempts: long enough for what gets lost on the way. Milliseconds. */
const INVESTIGATION_MS = 14_000;
/** Milliseconds for a name on neutral ground, hosts asked one after another. */
const NAME_TEST_MS = 12_000;
/** Nor longer than this for a second look. Milliseconds. */
const SECOND_LOOK_MS = 12_000;
/** Controls that are asked beside it, and the time they have. Milliseconds. */
const CONTROLS = 3;
const CONTROL_MS = 6000;
/** Below this a download is compared with a control's. Bytes per second. */
const SLOW = 128 * 1024;

export interface DiagnosisOptions {
  readonly resolvers: ResolverChoice;
  readonly speed: ControlSpeed;
  readonly nameTests: NameTests;
  readonly prover: Prover;
  /** Addresses a censor had been triggered on before that moment (monotonic milliseconds). */
  readonly restingBefore: (monotonicMs: number) => readonly string[];
}

/** A verdict, and the attempts it was made of: those that were given, and what a second look added. */
export interface Diagnosis {
  readonly verdict: Verdict;
  readonly attempts: readonly Attempt[];
}

/**
 * Gathers what the attempts leave open — other resolvers' answers, the name on a neutral address, a control's speed —
 * and explains. What a bad line would explain as well is looked at a second time before anything is called blocked.
 */
export function createDiagnosis(
  parts: EngineParts,
  { resolvers, speed, nameTests, prover, restingBefore }: DiagnosisOptions,
) {
  const { bricks, resources, clock, random } = parts;
  const plain: HelloShape = { id: 'plain', dialer: bricks.plainDialer, limitMs: NAME_TEST_MS };
  const asBrowser: HelloShape = {
    id: 'plain browser',
    dialer: bricks.plainDialer,
    helloFor: (serverName) => createBrowserHello(resources.browserHello, { serverName, random }),
    // Node's own is as large as a browser's where its OpenSSL is new.
    control: { ...plain, id: 'small', isSmall: true },
    limitMs: NAME_TEST_MS,
  };

  return async (
    wanted: Wanted,
    attempts: readonly Attempt[],
    network: NetworkVerdict | null,
    signal: AbortSignal,
  ): Promise<Diagnosis> => {
    const seen = await gather(wanted, attempts, network, signal);
    const verdict = explain(seen);
    if (!isWorthSecondLook(verdict, seen)) return { verdict: withoutSilence(verdict, seen), attempts };
    const [more, hasControlAnswered] = await Promise.all([lookAgain(wanted, signal), controlAnswers(signal)]);
    // The second look is the plain way's last word; what the first one missed is no evidence any more.
    const others = attempts.filter(({ transport }) => transport.kind !== 'plain');
    const last = more.length === 0 ? attempts : [...others, ...more];
    const evidence = await gather(wanted, last, network, signal);
    const held = heldAgainstLine(explain(evidence), evidence, hasControlAnswered);
    const found = moreTelling(verdict, withoutSilence(held, evidence));
    return { verdict: found, attempts: [...attempts, ...more] };
  };

  async function gather(
    { messenger, data }: Wanted,
    attempts: readonly Attempt[],
    network: NetworkVerdict | null,
    signal: AbortSignal,
  ): Promise<Evidence> {
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
    // What the whole network explains needs no question to anybody, and in such a network they are answered late or never.
    const early = { ...known, messenger: messenger.id };
    if (network !== null && explain(early).findings[0]?.cause === network.cause) return early;
    const deadline = { signal, ms: INVESTIGATION_MS, operation: 'resolve', clock } as const;
    return withDeadline(deadline, (limited) =>
      investigate({
        ...known,
        system: bricks.systemResolver,
        encrypted: resolvers.addressesOf,
        dialer: bricks.plainDialer,
        roots: hasOwnRoot(data) ? [...bricks.roots, resources.signalRoot] : bricks.roots,
        testName: (name, hello, asked) => nameTests.ask(name, hello === 'node' ? plain : asBrowser, asked),
        clock,
        signal: limited,
      }),
    ).catch((): Evidence => {
      signal.throwIfAborted();
      return { ...known, messenger: messenger.id };
    });
  }

  /** Whether any of a few hosts that nobody blocks can be reached just now. */
  async function controlAnswers(signal: AbortSignal): Promise<boolean> {
    const { foreign } = resources.controls;
    const asked = { dialer: bricks.plainDialer, roots: bricks.roots, clock, signal, limitMs: CONTROL_MS };
    const answers = foreign.slice(0, CONTROLS).map((control) => probeControl('foreign', control, asked));
    return (await Promise.all(answers)).some(
      ({ error }) => error === null || error.failure.startsWith('ssl_'),
    );
  }

  /** The plain way's first sample once more, as far as it gets in time: any of them would do. */
  async function lookAgain({ data }: Wanted, signal: AbortSignal): Promise<readonly Attempt[]> {
    const attempts: Attempt[] = [];
    const deadline = { signal, ms: SECOND_LOOK_MS, operation: 'connect', clock } as const;
    await withDeadline(deadline, (limited) =>
      tryTransport(data.samples.slice(0, 1), bricks.plain(), {
        prover,
        gate: bricks.gate,
        signal: limited,
        trace: () => undefined,
        onAttempt: (attempt) => attempts.push(attempt),
      }),
    ).catch(() => signal.throwIfAborted());
    return attempts;
  }
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
