import type { EngineEvent } from '../contract.ts';
import type { EngineParts } from './parts.ts';
import { createRivalWatch } from './rivals.ts';
import { searchRound } from './round.ts';
import { openSession } from './session.ts';
import { followNetworkProxy } from './uplink.ts';

/** What `check` tells: measurements, not ways round. */
const TOLD: ReadonlySet<EngineEvent['event']> = new Set(['uplink', 'rivals', 'network', 'verdict', 'error']);

/** Measures the plain way alone, for every messenger and purpose, and says the verdicts. Rejects only when aborted. */
export async function runCheck(parts: EngineParts, signal: AbortSignal): Promise<void> {
  const emit = (event: EngineEvent) => {
    if (TOLD.has(event.event)) parts.emit(event);
  };
  const session = await openSession({ ...parts, emit }, { port: 0, onTrouble: () => undefined });
  try {
    const { insideVpn } = await parts.readNetwork(true);
    const proxy = await followNetworkProxy(parts, session.port, signal);
    emit({ event: 'uplink', insideVpn, proxy, isAnother: false });
    // Nobody waits for it but the end: what is found explains verdicts.
    const looked = createRivalWatch({ readRivals: parts.readRivals, emit })(signal).catch(() => undefined);
    const round = session.round(undefined, 0);
    // To measure is what the person asked for, whatever may carry them later.
    const tools = { ...round.tools, strategies: [], servers: [], onlyThrough: new Set<string>() };
    const { told } = await searchRound(session.wanted(), { ...round, tools }, signal);
    await Promise.all([told, looked]);
  } finally {
    await session.close();
  }
}
