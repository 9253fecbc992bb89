import type { HostPort } from '../model/address.ts';
import { type Failure, NetError } from '../model/failure.ts';
import type { Clock } from '../model/time.ts';
import type { Trace } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';
import { abandonable } from '../net/abort.ts';
import { classify } from '../net/classify.ts';
import { withDeadline } from '../net/deadline.ts';

/** How long a person's server may take to let us through before it is called slow. Milliseconds. */
const SERVER_PATIENCE_MS = 2500;
/** However many servers and searches there are: more would look like a scan, and to a router like a flood. */
const MOST_AT_ONCE = 4;

/** Faults of the server itself, whatever it is asked for; any other may concern the one target alone. */
export const OWN_FAULTS: ReadonlySet<Failure> = new Set([
  'x_proxy_refused',
  'x_proxy_unreachable',
  'x_proxy_bad_credentials',
  'x_proxy_changed_identity',
  'x_proxy_not_a_proxy',
  'x_proxy_timed_out',
  'x_proxy_engine_missing',
  'x_proxy_engine_failed',
]);

interface Answer {
  readonly fault: NetError | null;
  /** Holds for any target; otherwise the next one is asked for itself. */
  readonly isGeneral: boolean;
}

export interface ServerChecks {
  /**
   * Null when the server lets us through to `target` or did to another; what is wrong otherwise. Whoever asks about the
   * same server waits for the answer under way, and for its own only where that concerned one target alone.
   */
  check(
    server: Transport,
    target: HostPort,
    options: { signal: AbortSignal; trace: Trace },
  ): Promise<NetError | null>;
}

/** Whether the failure is this computer's: no network, or called off. The proxy's own name for it hides that in its cause. */
function isOurs({ failure, cause }: NetError): boolean {
  if (failure === 'interrupted' || failure.startsWith('network_')) return true;
  return cause instanceof NetError && isOurs(cause);
}

/** Tells a working server from a dead, slow, wrongly addressed or locked one before messengers are tried over it. */
export function createServerChecks(
  clock: Clock,
  onFault: (server: Transport, error: NetError) => void,
  ended: AbortSignal,
): ServerChecks {
  const known = new Map<string, Promise<Answer>>();
  const told = new Set<string>();

  let underWay = 0;
  const waiting: (() => void)[] = [];

  /** In the order in which they were asked for. */
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (underWay >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else underWay += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) underWay -= 1;
      else next();
    }
  }

  async function ask(server: Transport, target: HostPort, trace: Trace): Promise<Answer> {
    ended.throwIfAborted();
    try {
      if (server.prepare !== undefined) {
        // That it came up is its check; how long one more dial takes says little.
        await server.prepare(ended);
        return { fault: null, isGeneral: true };
      }
      const deadline = { signal: ended, ms: SERVER_PATIENCE_MS, operation: 'proxy', clock } as const;
      await withDeadline(deadline, async (signal) => {
        const stream = await server.dialer.dial(target, { signal, trace });
        stream.on('error', () => undefined);
        stream.destroy();
      });
      return { fault: null, isGeneral: true };
    } catch (error) {
      ended.throwIfAborted();
      const fault = classify(error, 'proxy');
      const named =
        fault.failure === 'generic_timeout_error' ? new NetError('proxy', 'x_proxy_timed_out') : fault;
      if (isOurs(named)) return { fault: named, isGeneral: false };
      tell(server, named);
      return { fault: named, isGeneral: OWN_FAULTS.has(named.failure) };
    }
  }

  /** Once for each server and fault, however many targets it concerns. */
  function tell(server: Transport, fault: NetError): void {
    const entry = `${server.id} ${fault.failure}`;
    if (told.has(entry)) return;
    told.add(entry);
    onFault(server, fault);
  }

  return {
    check(server, target, { signal, trace }) {
      const before = known.get(server.id);
      const answer =
        before === undefined
          ? inTurn(() => ask(server, target, trace))
          : before.then((earlier) =>
              earlier.isGeneral ? earlier : inTurn(() => ask(server, target, trace)),
            );
      known.set(server.id, answer);
      return abandonable(
        answer.then(({ fault }) => fault),
        signal,
      );
    },
  };
}
