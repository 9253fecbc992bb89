import type { EngineEvent } from '../contract.ts';
import { type FinderEvents, type FinderTools, find, type Wanted } from '../finder/finder.ts';
import { type LiveRouteTable, routeName } from '../finder/route-table.ts';
import type { SearchResult } from '../finder/search-parts.ts';
import { needsCertificate } from '../measure/needs-certificate.ts';
import type { Attempt } from '../model/route.ts';
import type { Clock } from '../model/time.ts';
import type { NetworkVerdict, Verdict } from '../model/verdict.ts';
import { linkedController } from '../net/abort.ts';
import { HOPELESS } from './outage.ts';

/** The first attempt goes out alone; controls follow a little later. Milliseconds. */
const CONTROLS_AFTER_MS = 300;
/** Once the network itself is known to let nothing through, how long a person's server may still take. */
const SERVER_GRACE_MS = 3000;

export interface RoundParts {
  /** Monotonic milliseconds that `seconds` in events count from; 0 is the start of the process. */
  readonly startedAt: number;
  readonly tools: FinderTools;
  readonly table: LiveRouteTable;
  readonly clock: Clock;
  readonly emit: (event: EngineEvent) => void;
  /** Told of every step measured, as it ends; must be quick and not throw. */
  readonly onStep: FinderEvents['onStep'];
  readonly measureNetwork: (signal: AbortSignal) => Promise<NetworkVerdict>;
  readonly diagnose: (
    wanted: Wanted,
    attempts: readonly Attempt[],
    network: NetworkVerdict | null,
    signal: AbortSignal,
  ) => Promise<Verdict>;
}

export interface RoundResult {
  /** Purposes whose plain way was not tried, because a remembered one was proven at once. */
  readonly unmeasured: readonly Wanted[];
  /** Resolves once the last verdict is out: routes do not wait for them. */
  readonly told: Promise<void>;
}

const MOST_DETAIL = 120;

/** A detail may hold what a stranger wrote into a certificate: no control characters, no endless text. */
function printable(detail: string): string {
  return detail.replace(/\p{C}/gu, ' ').slice(0, MOST_DETAIL);
}

/** Turns a verdict into the event that shells see. */
export function verdictEvent({ messenger, purpose, state, findings }: Verdict): EngineEvent {
  return {
    event: 'verdict',
    messenger,
    purpose,
    state,
    causes: findings.map(({ cause }) => cause),
    findings: findings.map(({ cause, detail }) => ({
      cause,
      ...(detail === undefined ? {} : { detail: printable(detail) }),
    })),
  };
}

/** One search over all that is wanted, with the network's controls beside it. Rejects only when aborted. */
export async function searchRound(
  wanted: readonly Wanted[],
  { startedAt, tools, table, clock, emit, onStep, measureNetwork, diagnose }: RoundParts,
  signal: AbortSignal,
): Promise<RoundResult> {
  const { controller, unlink } = linkedController(signal);
  const hopeless = new AbortController();
  /** A wrong clock stops what needs certificates, and nothing else. */
  const untimely = new AbortController();
  const unmeasured: Wanted[] = [];
  const telling: Promise<void>[] = [];
  /** Told in this round: a better way may replace one a moment later. */
  const routed = new Map<string, string>();
  let known: NetworkVerdict | null = null;

  const network = clock
    .sleep(CONTROLS_AFTER_MS, controller.signal)
    .then(() => measureNetwork(controller.signal))
    .then((verdict) => {
      known = verdict;
      const { cause, detail } = verdict;
      emit({ event: 'network', cause, ...(detail === undefined ? {} : { detail: printable(detail) }) });
      return verdict;
    })
    .catch(() => null);
  network.then(giveUpIfHopeless).catch(ignore);

  const events: FinderEvents = {
    onTrying: ({ messenger, purpose }, rung, { label }) =>
      emit({ event: 'trying', messenger, purpose, rung, transport: label }),
    onStep,
    onRoute(key, transport, proof) {
      const before = routed.get(routeName(key));
      table.set(key, transport);
      routed.set(routeName(key), transport.label);
      const seconds = (clock.monotonic() - startedAt) / 1000;
      emit({ event: 'route', ...key, transport: transport.label, seconds, proof });
      if (before !== undefined) emit({ event: 'moved', ...key, from: before, to: transport.label });
    },
    async onSettled(one, result) {
      if (result.found === null) {
        table.delete(one.key);
        await tell(one, result);
      } else if (result.plainTried) telling.push(tell(one, result).catch(report));
      else unmeasured.push(one);
    },
  };

  try {
    await find(wanted, tools, events, {
      signal,
      giveUp: ({ data }) => (needsCertificate(data) ? untimely.signal : hopeless.signal),
    });
  } catch (error) {
    end();
    throw error;
  }
  return { unmeasured, told: Promise.all(telling).then(end, end) };

  /** A verdict needs the plain way's last word, and for a failure the network's. */
  async function tell(one: Wanted, result: SearchResult): Promise<void> {
    await result.measured;
    const isPlain = result.found?.kind === 'plain';
    emit(verdictEvent(await diagnose(one, result.attempts, isPlain ? known : await network, signal)));
  }

  async function giveUpIfHopeless(verdict: NetworkVerdict | null): Promise<void> {
    if (verdict === null || verdict.cause === null || !HOPELESS.has(verdict.cause)) return;
    if (tools.servers.length > 0) await clock.sleep(SERVER_GRACE_MS, controller.signal);
    const reason = new Error('the network lets nothing through');
    untimely.abort(reason);
    if (verdict.cause !== 'clock-wrong') hopeless.abort(reason);
  }

  /** A verdict that could not be made must be seen, but takes nobody's route away. */
  function report(error: unknown): void {
    if (signal.aborted) return;
    emit({
      event: 'error',
      code: 'internal',
      message: error instanceof Error ? error.message : String(error),
    });
  }

  function end(): void {
    controller.abort();
    unlink();
  }
}

function ignore(): void {}
