import type { StreamDialer } from '../model/dialer.ts';
import { NetError } from '../model/failure.ts';
import type { Pin, PinBoard, Prover } from '../model/route.ts';
import type { Clock } from '../model/time.ts';
import type { Step } from '../model/trace.ts';
import { classify } from '../net/classify.ts';
import { withDeadline } from '../net/deadline.ts';
import { createSocksDialer } from '../net/proxy/socks.ts';
import { connectTcp } from '../net/tcp-connect.ts';
import { OPEN_MS, proveOver } from './prove-over.ts';
import type { ProofTools } from './run-proof.ts';
import { tunnelFailure } from './tunnel-failure.ts';

const LOOPBACK_MS = 1000;
/** Milliseconds the local proxy gets, after we gave up, to say where its dial stood. */
const LAST_WORDS_MS = 50;

export interface ProverOptions extends Omit<ProofTools, 'signalRoots'> {
  readonly pins: PinBoard;
  /** PEM of Signal's own root. */
  readonly signalRoot: string;
  /** Reaches the local proxy; a plain TCP connect unless given. */
  readonly dialer?: StreamDialer;
}

/**
 * Proves transports through the local proxy, as an app would use them. A proof that did not succeed within 8 s has
 * failed; its error is the most telling of our own and of what the pinned transport reported.
 */
export function createProver({ pins, signalRoot, dialer: given, ...rest }: ProverOptions): Prover {
  const { clock } = rest;
  const tools: ProofTools = { ...rest, signalRoots: [...rest.roots, signalRoot] };
  const dialer = given ?? loopbackDialer(clock);

  return {
    async prove(proof, transport, { signal, trace, gate }) {
      const steps: Step[] = [];
      let gaveUp = false;
      const record = (step: Step) => {
        const own: Step =
          gaveUp && step.failure === 'interrupted' ? { ...step, failure: 'generic_timeout_error' } : step;
        steps.push(own);
        trace?.(own);
      };
      const pin = pins.pin(transport, { trace: record, ...(gate === undefined ? {} : { gate }) });
      const tunnel = throughPin(dialer, pin, clock);
      const dial = async (...args: Parameters<StreamDialer['dial']>) => {
        try {
          return await tunnel.dial(...args);
        } catch (error) {
          signal.throwIfAborted();
          const asked = timelyFailure(classify(error, 'proxy'));
          gaveUp = asked.failure === 'generic_timeout_error';
          if (gaveUp) {
            pin.release();
            await clock.sleep(LAST_WORDS_MS, signal);
          }
          throw tunnelFailure(steps, asked);
        }
      };
      try {
        const stage = { dialer: { dial }, kind: transport.kind, signal, steps, trace: record };
        return await proveOver(proof, stage, tools);
      } finally {
        pin.release();
      }
    },
  };
}

function throughPin(inner: StreamDialer, { proxy, username, password }: Pin, clock: Clock): StreamDialer {
  const socks = createSocksDialer(
    inner,
    'socks5',
    { ...proxy, credentials: { username, password } },
    { clock },
  );
  return {
    dial: (target, { signal }) =>
      withDeadline({ signal, ms: OPEN_MS, operation: 'connect', clock }, (limited) =>
        // No trace: our hop over loopback is no evidence, the pinned transport reports for itself.
        socks.dial(target, { signal: limited }),
      ),
  };
}

function loopbackDialer(clock: Clock): StreamDialer {
  return { dial: (target, options) => connectTcp(target, { ...options, clock, timeoutMs: LOOPBACK_MS }) };
}

/** The local proxy's own limit on a dial may strike before ours. */
function timelyFailure(error: NetError): NetError {
  return error.failure === 'x_proxy_timed_out'
    ? new NetError('connect', 'generic_timeout_error', { cause: error })
    : error;
}
