import type { Duplex } from 'node:stream';
import type { ParsedKey } from 'ssh2';
import type { DialOptions, StreamDialer } from '../../model/dialer.ts';
import type { HostKeys } from '../../model/host-key.ts';
import { abandonable, DONE, onAbort } from '../abort.ts';
import { proxyError } from '../proxy/failure.ts';
import {
  isPlainHost,
  type ProxyOptions,
  talkInTime,
  throughUpstream,
  type Upstream,
} from '../proxy/upstream.ts';
import { systemClock } from '../system-clock.ts';
import { type Connection, createConnection } from './connection.ts';
import { logIn } from './login.ts';
import { type PrivateKey, unlockKey } from './private-key.ts';

export interface SshOptions extends ProxyOptions {
  readonly privateKey?: PrivateKey;
  /** Where the agent listens that is to log in; null where there is none. Asked for each connection. */
  readonly agent?: () => string | null;
  readonly hostKeys: HostKeys;
  /** Where connections stand while they are open; whoever owns it closes them at the end. */
  readonly kept: Set<{ close(): void }>;
}

/** Somebody's way in, shared by all who wait for it, and called off when nobody does. */
interface Attempt {
  readonly outcome: Promise<Connection>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Dials through an SSH server by what `ssh -D` does (direct-tcpip, RFC 4254 §7.2). All streams share one connection, which
 * is made by the first dial, checked for life every 15 s and where a dial is not answered, closed when it was unused for
 * 60 s, and made again by the next dial. Names go to the server unresolved. Rejects with NetError('proxy', 'x_proxy_…') or the signal's reason.
 */
export function createSshDialer(inner: StreamDialer, upstream: Upstream, options: SshOptions): StreamDialer {
  const { clock = systemClock, hostKeys, kept } = options;
  const { username = '', password = '' } = upstream.credentials ?? {};
  let unlocked: Promise<ParsedKey> | undefined;
  let attempt: Attempt | undefined;
  let current: Connection | undefined;

  const connect = (dialOptions: DialOptions): Promise<Connection> =>
    throughUpstream(
      inner,
      upstream,
      'ssh',
      async (stream, signal) => {
        if (options.privateKey !== undefined) unlocked ??= unlockKey(options.privateKey);
        const key = await unlocked;
        const agent = options.agent?.();
        // Without it nothing would be left to log in with, and nobody who says so.
        if (agent === null && password === '') throw proxyError('x_proxy_bad_credentials');
        const login = { username, password, ...(key && { key }), ...(agent && { agent }) };
        return createConnection(await logIn(stream, upstream, login, hostKeys, signal), stream, clock);
      },
      dialOptions,
      options,
    );

  function begin(dialOptions: DialOptions): Attempt {
    const controller = new AbortController();
    const outcome = connect({ ...dialOptions, signal: controller.signal });
    const begun: Attempt = { outcome, controller, waiting: 0 };
    const over = () => {
      if (attempt === begun) attempt = undefined;
    };
    outcome.then((connection) => {
      over();
      current = connection;
      kept.add(connection);
      onAbort(connection.over, () => kept.delete(connection));
    }, over);
    return begun;
  }

  async function shared(dialOptions: DialOptions): Promise<Connection> {
    attempt ??= begin(dialOptions);
    const mine = attempt;
    mine.waiting += 1;
    try {
      return await abandonable(mine.outcome, dialOptions.signal);
    } finally {
      mine.waiting -= 1;
      if (mine.waiting === 0) {
        if (attempt === mine) attempt = undefined;
        mine.controller.abort(DONE);
      }
    }
  }

  return {
    async dial(target, dialOptions): Promise<Duplex> {
      if (!isPlainHost(target.host)) throw proxyError('x_proxy_forbidden_target');
      dialOptions.signal.throwIfAborted();
      const open = (connection: Connection) =>
        talkInTime('ssh', (within) => connection.open(target, within), dialOptions, options);
      const usable = () => (current?.deaf.aborted ? undefined : current);
      const before = usable();
      if (before !== undefined) {
        try {
          return await open(before);
        } catch (error) {
          // It broke while it stood unused, and nobody had noticed.
          if (!before.deaf.aborted) throw error;
          dialOptions.signal.throwIfAborted();
        }
      }
      return open(usable() ?? (await shared(dialOptions)));
    },
  };
}
