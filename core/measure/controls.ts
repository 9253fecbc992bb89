import type { HostPort } from '../model/address.ts';
import type { BlockPage } from '../model/block-pages.ts';
import type { Controls } from '../model/controls.ts';
import type { StreamDialer } from '../model/dialer.ts';
import type { Clock, Random } from '../model/time.ts';
import type { Trace } from '../model/trace.ts';
import type { NetworkVerdict } from '../model/verdict.ts';
import { linkedController } from '../net/abort.ts';
import {
  type ControlAnswer,
  type ControlGroup,
  type ProbeOptions,
  probeAddress,
  probeControl,
  probePortal,
} from './control-probe.ts';
import { hasRoute } from './has-route.ts';
import { judgeNetwork } from './network-verdict.ts';

/** Milliseconds; nothing is worth more of a person's time who only wants to know why it does not work. */
const CONTROL_LIMIT_MS = 4000;
/** Probes start within this many milliseconds of each other: no burst of look-alike hellos. */
const JITTER_MS = 200;

export interface NetworkMeasurement {
  readonly controls: Controls;
  /** ISO 3166, from `guessCountry`; without it domestic hosts are not asked. */
  readonly country: string | undefined;
  /** The plain way: system's resolver, no shaping. */
  readonly dialer: StreamDialer;
  readonly roots: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly trace?: Trace;
  readonly blockPages?: readonly BlockPage[];
  /** Whether any interface but loopback has an address. */
  readonly interfaces: () => boolean;
  /** Foreign addresses that accept TCP connections, to tell a dead resolver from a dead network. */
  readonly addresses?: readonly HostPort[];
  /** Whether the kernel knows a way out; asked of it by default, without sending anything. */
  readonly hasRoute?: () => Promise<boolean>;
}

/**
 * Tells what is wrong with the network as a whole, if anything is. Asks all controls at once and stops as soon as
 * the answers suffice: at once when offline, at the second witness behind a captive portal, within 4.5 s in a silent network.
 * Rejects only when aborted.
 */
export async function measureNetwork(measurement: NetworkMeasurement): Promise<NetworkVerdict> {
  const { clock, signal, trace, interfaces } = measurement;
  signal.throwIfAborted();
  const isRouted = interfaces() && (await (measurement.hasRoute ?? hasRoute)());
  if (!isRouted) return { cause: 'offline', evidence: [] };
  const { controller, unlink } = linkedController(signal);
  try {
    const probes = listProbes(measurement, {
      ...measurement,
      signal: controller.signal,
      ...(trace === undefined ? {} : { trace }),
    });
    return await judgeAsTheyCome(probes, () => clock.now());
  } finally {
    controller.abort();
    unlink();
  }
}

interface Probe {
  readonly group: ControlGroup;
  readonly answer: Promise<ControlAnswer>;
}

function listProbes(
  { controls, country, addresses = [], clock, random }: NetworkMeasurement,
  options: Omit<ProbeOptions, 'limitMs'>,
): readonly Probe[] {
  const domestic = country === undefined ? [] : (controls.domestic[country]?.controls ?? []);
  const later = async (ask: () => Promise<ControlAnswer>) => {
    await clock.sleep(random.uniform() * JITTER_MS, options.signal);
    return ask();
  };
  const patient = { ...options, limitMs: CONTROL_LIMIT_MS };
  return [
    ...controls.portals.map((portal) => ({
      group: 'portal' as const,
      answer: later(() => probePortal(portal, patient)),
    })),
    ...controls.foreign.map((control) => ({
      group: 'foreign' as const,
      answer: later(() => probeControl('foreign', control, patient)),
    })),
    ...domestic.map((control) => ({
      group: 'domestic' as const,
      answer: later(() => probeControl('domestic', control, patient)),
    })),
    ...addresses.map((address) => ({
      group: 'address' as const,
      answer: later(() => probeAddress(address, patient)),
    })),
  ];
}

function judgeAsTheyCome(probes: readonly Probe[], now: () => number): Promise<NetworkVerdict> {
  const answers: ControlAnswer[] = [];
  const pending: Record<ControlGroup, number> = { portal: 0, foreign: 0, domestic: 0, address: 0 };
  for (const { group } of probes) pending[group] += 1;
  return new Promise((resolve, reject) => {
    for (const { group, answer } of probes) {
      answer.then((given) => {
        answers.push(given);
        pending[group] -= 1;
        const verdict = judgeNetwork(answers, pending, now());
        if (verdict !== undefined) resolve(verdict);
      }, reject);
    }
  });
}
