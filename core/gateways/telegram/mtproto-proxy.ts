import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostPort } from '../../model/address.ts';
import type { Clock, Random } from '../../model/time.ts';
import { linkedController } from '../../net/abort.ts';
import { HEADER_LENGTH, openObfuscated } from '../../net/obfuscated2.ts';
import { readUntil } from '../../net/proxy/read-until.ts';
import type { CentreAddresses } from './centre-addresses.ts';
import { type ObfuscatedHeader, readObfuscatedHeader } from './header.ts';
import { RecodedApp } from './recoded-app.ts';
import { createSeenHeaders } from './seen-headers.ts';

/** What a client can make grow or wait, and how far. */
export interface MtprotoLimits {
  /** Connections at once, strangers' among them; more are closed at once. */
  readonly connections: number;
  /** Milliseconds from accepting until a connection that has not shown the secret is closed. */
  readonly greeting: number;
}

const DEFAULT_LIMITS: MtprotoLimits = { connections: 256, greeting: 30_000 };
const PORT = 443;

export interface MtprotoProxyOptions {
  /** 16 bytes. */
  readonly secret: Uint8Array;
  /** Takes over an app's connection as one without a secret, for an address of a data centre. */
  readonly carry: (app: Duplex, target: HostPort) => void;
  readonly addresses: CentreAddresses;
  readonly clock: Clock;
  readonly random: Random;
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
  const { secret, carry, addresses, clock, random } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const wasSeen = createSeenHeaders();
  const apps = new Set<Socket>();
  const closing = new AbortController();

  async function serve(app: Socket): Promise<void> {
    const { controller, unlink } = linkedController(closing.signal);
    const callOff = clock.after(limits.greeting, () => app.destroy());
    app.once('close', () => controller.abort());
    try {
      const bytes = await readHeader(app, controller.signal);
      const header = readObfuscatedHeader(bytes, secret);
      const address = header === undefined ? undefined : addresses.choose(header.dataCentre);
      if (header === undefined || address === undefined || wasSeen(bytes)) readAway(app);
      else {
        callOff();
        goOn(app, header, address);
      }
    } catch {
      // It ended, or broke, before it had shown anything.
      readAway(app);
    } finally {
      unlink();
    }
  }

  function goOn(app: Socket, header: ObfuscatedHeader, address: string): void {
    const centre = header.isMedia ? -header.dataCentre : header.dataCentre;
    const recoded = new RecodedApp({
      app,
      withSecret: header,
      without: openObfuscated({ framing: header.framing, centre }, { random }),
      onOutcome: (hasAnswered) => (hasAnswered ? addresses.answered(address) : addresses.failed(address)),
    });
    carry(recoded, { host: address, port: PORT });
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

function readHeader(app: Socket, signal: AbortSignal): Promise<Buffer> {
  let header: Buffer = Buffer.alloc(0);
  return readUntil(app, signal, (chunk) => {
    header = Buffer.concat([header, chunk]);
    if (header.length < HEADER_LENGTH) return undefined;
    return { value: header.subarray(0, HEADER_LENGTH), rest: header.subarray(HEADER_LENGTH) };
  });
}

/** Until it ends, or its time is up. */
function readAway(app: Socket): void {
  app.once('end', () => app.destroy());
  if (app.readableEnded) app.destroy();
  app.resume();
}
