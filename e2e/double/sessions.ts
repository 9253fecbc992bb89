import { SessionDouble } from './session.ts';

const byPartition = new Map<string, SessionDouble>();
const defaultSession = new SessionDouble(null);

export const session = {
  defaultSession,
  fromPartition(partition: string): SessionDouble {
    const known = byPartition.get(partition) ?? new SessionDouble(partition);
    byPartition.set(partition, known);
    return known;
  },
};

/** Ends every Chromium. */
export async function closeSessions(): Promise<void> {
  await Promise.all([defaultSession, ...byPartition.values()].map((each) => each.close().catch(() => {})));
}
