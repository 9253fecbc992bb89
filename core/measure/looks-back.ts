import type { Random } from '../model/time.ts';
import { type ProbeOptions, probeControl } from './control-probe.ts';
import type { NetworkMeasurement } from './controls.ts';
import { hasRoute } from './has-route.ts';

/** Handshakes of one look: about ten kilobytes, to different networks each time. */
const ASKED = 2;
/** Milliseconds. */
const LIMIT_MS = 4000;

/**
 * Whether the network seems to be back, by a few packets: one of two foreign controls, drawn by lot, completes a handshake with a
 * certificate we trust. Without a way out nothing is sent. Rejects only when aborted.
 */
export async function looksBack(measurement: NetworkMeasurement): Promise<boolean> {
  const { controls, random, interfaces, signal } = measurement;
  signal.throwIfAborted();
  if (!(interfaces() && (await (measurement.hasRoute ?? hasRoute)()))) return false;
  const { dialer, roots, clock } = measurement;
  const options: ProbeOptions = { dialer, roots, clock, signal, limitMs: LIMIT_MS };
  const answers = await Promise.all(
    drawn(controls.foreign, random).map((control) => probeControl('foreign', control, options)),
  );
  return answers.some(({ error }) => error === null);
}

function drawn<T>(from: readonly T[], random: Random): readonly T[] {
  const lots = from.map((one) => ({ one, lot: random.uniform() }));
  return lots
    .sort((left, right) => left.lot - right.lot)
    .slice(0, ASKED)
    .map(({ one }) => one);
}
