import { once } from 'node:events';
import type { Engine } from '../core/engine.ts';
import type { Printer } from './printer.ts';

/** Connects, then stays until interrupted; ends cleanly either way. */
export async function connect(
  engine: Engine,
  printer: Printer,
  { port, mtproto }: { readonly port: number | undefined; readonly mtproto: boolean },
  signal: AbortSignal,
): Promise<void> {
  printer.say('Looking for ways to WhatsApp, Telegram and Signal …');
  try {
    const connection = await engine.connect({ port, mtproto, signal });
    // What listens on loopback keeps the process alive; the signal ends it.
    if (!signal.aborted) await once(signal, 'abort');
    await connection.close();
    printer.say(
      `Stopped. Apps set to 127.0.0.1:${connection.port} have no connection until you start Footbridge again\n` +
        'or remove the proxy there.',
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    printer.say('Stopped before the search was over.');
  }
}
