import { linkedController, onAbort } from '../net/abort.ts';
import { classify } from '../net/classify.ts';
import { answerTrace } from './answer-trace.ts';
import type { Pinned } from './pins.ts';
import { refusalOf } from './refusal.ts';
import { relay } from './relay.ts';
import type { House, Visit } from './visit.ts';

/**
 * Carries a proof: exactly the pinned transport, no second try, and the reply only once it has connected, so that
 * what the proof sees is what this transport does.
 */
export async function carryPinned(
  house: House,
  visit: Visit,
  { transport, trace, gate, released }: Pinned,
): Promise<void> {
  const { client, target, signal } = visit;
  const { clock, limits, closing } = house;
  const { controller, unlink } = linkedController(signal);
  const unlisten = onAbort(released, () => controller.abort(released.reason));
  try {
    const options = { signal: controller.signal, trace, ...(gate && { gate }) };
    const server = await house.dial(transport.dialer, target, options).finally(() => {
      unlisten();
      unlink();
    });
    visit.accept();
    const watch = answerTrace({ server, trace, clock, patience: limits.firstAnswer });
    // A proof that leaves has heard enough; its place at the gate is wanted by others.
    client.once('end', () => server.destroy());
    // The transport may still be watching its socket for the first bytes, so that is not taken away from it.
    const end = await relay({ client, server, limits, clock, closing, watch, keepStreams: true });
    watch.ended(end);
  } catch (error) {
    signal.throwIfAborted();
    visit.refuse(refusalOf(classify(error, 'connect').failure));
  }
}
