import { useEffect, useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import type { InstalledApps } from './choose-uses.ts';

/**
 * What is installed on this computer; null until that is known. It is looked for anew where the messenger's own program was
 * not among it: it may have been installed since.
 */
export function useApps(messenger: string): InstalledApps | null {
  const { bridge } = useEngine();
  const [apps, setApps] = useState<InstalledApps | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const look = async (again: boolean) => {
      const outcome = await bridge.call('findApps', { again });
      const found = outcome.ok ? outcome.value.apps : [];
      if (isCurrent) setApps(found);
      return found;
    };
    void look(false).then((found) => {
      if (isCurrent && !found.some(({ id }) => id === messenger)) void look(true);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge, messenger]);
  return apps;
}
