import type { HostPort } from '../model/address.ts';
import { NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import type { Trace } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';
import { abandonable } from '../net/abort.ts';
import { classify } from '../net/classify.ts';
import { withDeadline } from '../net/deadline.ts';

/** How long a person's server may take to let us through before it is called slow. Milliseconds. */
const SERVER_PATIENCE_MS = 2500;

export interface ServerChecks {
  /** Null when the server lets us through to `target`; its fault otherwise. Each server is asked once. */
  check(
    server: Transport,
    target: HostPort,
    options: { signal: AbortSignal; trace: Trace },
  ): Promise<NetError | null>;
}

/** Tells a working server from a dead, slow, wrongly addressed or locked one before messengers are tried over it. */
export function createServerChecks(
  clock: Clock,
  onFault: (server: Transport, error: NetError) => void,
  ended: AbortSignal,
): ServerChecks {
  const known = new Map<string, Promise<NetError | null>>();

  async function ask(server: Transport, target: HostPort, trace: Trace): Promise<NetError | null> {
    try {
      const deadline = { signal: ended, ms: SERVER_PATIENCE_MS, operation: 'proxy', clock } as const;
      await withDeadline(deadline, async (signal) => {
        const stream = await server.dialer.dial(target, { signal, trace });
        stream.on('error', () => undefined);
        stream.destroy();
      });
      return null;
    } catch (error) {
      ended.throwIfAborted();
      const fault = classify(error, 'proxy');
      const named =
        fault.failure === 'generic_timeout_error' ? new NetError('proxy', 'x_proxy_timed_out') : fault;
      onFault(server, named);
      return named;
    }
  }

  return {
    check(server, target, { signal, trace }) {
      const answer = known.get(server.id) ?? ask(server, target, trace);
      known.set(server.id, answer);
      return abandonable(answer, signal);
    },
  };
}
