import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostPort } from '../../model/address.ts';
import type { Clock } from '../../model/time.ts';
import { linkedController } from '../../net/abort.ts';
import { createGreeting, type GreetingOptions, readAway } from './greeting.ts';

/** What a client can make grow or wait, and how far. */
export interface MtprotoLimits {
  /** Connections at once, strangers' among them; more are closed at once. */
  readonly connections: number;
  /** Milliseconds from accepting until a connection that has not shown the secret is closed. */
  readonly greeting: number;
}

const DEFAULT_LIMITS: MtprotoLimits = { connections: 256, greeting: 30_000 };

export interface MtprotoProxyOptions extends GreetingOptions {
  /** Takes over an app's connection as one without a secret, for an address of a data centre. */
  readonly carry: (app: Duplex, target: HostPort) => void;
  readonly clock: Clock;
  readonly limits?: Partial<MtprotoLimits>;
}

/** An MTProto proxy without a port of its own: whoever listens hands it what came. */
export interface MtprotoProxy {
  /** Serves one connection; the server must allow half-open ones. */
  accept(app: Socket): void;
  /** Connections open now. */
  connections(): number;
  /** Ends every connection; what comes later is closed at once. */
  close(): void;
}

/**
 * Speaks to apps of Telegram's as an MTProto proxy with a secret does, plain or padded, and gives on what they say as an
 * app without one would (core.telegram.org/mtproto/mtproto-transports). Who does not show the secret, shows a header that
 * came before, or asks for a data centre that is not known hears nothing: what they send is read away, and all of them are
 * closed at the same age.
 */
export function createMtprotoProxy(options: MtprotoProxyOptions): MtprotoProxy {
  const { carry, clock } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const greet = createGreeting(options);
  const apps = new Set<Socket>();
  const closing = new AbortController();

  async function serve(app: Socket): Promise<void> {
    const { controller, unlink } = linkedController(closing.signal);
    const callOff = clock.after(limits.greeting, () => app.destroy());
    app.once('close', () => controller.abort());
    try {
      const greeted = await greet(app, controller.signal);
      if (greeted === undefined) readAway(app);
      else {
        callOff();
        carry(greeted.app, greeted.target);
      }
    } catch {
      // It ended, or broke, before it had shown anything.
      readAway(app);
    } finally {
      unlink();
    }
  }

  return {
    accept(app) {
      app.on('error', () => undefined);
      if (closing.signal.aborted || apps.size >= limits.connections) {
        app.destroy();
        return;
      }
      apps.add(app);
      app.once('close', () => apps.delete(app));
      void serve(app);
    },
    connections: () => apps.size,
    close() {
      closing.abort();
      for (const app of apps) app.destroy();
    },
  };
}
