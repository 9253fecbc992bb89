import { once } from 'node:events';
import type { Engine } from '../core/engine.ts';

/** Connects, then stays until interrupted; ends cleanly either way. */
export async function connect(engine: Engine, port: number | undefined, signal: AbortSignal): Promise<void> {
  try {
    const connection = await engine.connect({ port, signal });
    // What listens on loopback keeps the process alive; the signal ends it.
    if (!signal.aborted) await once(signal, 'abort');
    await connection.close();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
