import type { EngineParts } from './parts.ts';
import { openSession, type Session } from './session.ts';
import { followNetworkProxy } from './uplink.ts';

/** Runs something that needs ways out while nothing is connected: through a local proxy that is open for it alone. */
export async function onItsOwn<T>(
  parts: EngineParts,
  signal: AbortSignal,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(parts, { port: 0, onTrouble: () => undefined });
  try {
    await followNetworkProxy(parts, session.port, signal);
    return await work(session);
  } finally {
    await session.close();
  }
}
