import type { Change, SettingsDriver, Values } from './driver.ts';
import { isOurPac } from './ours.ts';

/** A system of two connections in memory, for tests: each has a PAC and a switch, and one also a proxy. */
export function createMemoryDriver(places: Map<string, string | null>, step: () => void = () => undefined) {
  const groups = ['wifi', 'cable'];
  const read = (): Values => Object.fromEntries(places);
  return {
    id: 'memory',
    isHere: async () => true,
    async read() {
      step();
      return read();
    },
    plan: (settings) =>
      groups.flatMap((group): Change[] => [
        { place: `${group}:pac`, group, role: 'value', value: settings.kind === 'pac' ? settings.url : null },
        { place: `${group}:mode`, group, role: 'switch', value: 'auto' },
      ]),
    async write(changes) {
      for (const { place, value } of changes) {
        step();
        places.set(place, value);
      }
      step();
    },
    previous: (before) => {
      const url = before['wifi:mode'] === 'auto' ? before['wifi:pac'] : null;
      return typeof url === 'string' ? { kind: 'pac', url } : { kind: 'none' };
    },
    disown: (now) =>
      groups
        .filter((group) => isOurPac(now[`${group}:pac`]))
        .flatMap((group): Change[] => [
          { place: `${group}:mode`, group, role: 'switch', value: 'none' },
          { place: `${group}:pac`, group, role: 'value', value: null },
        ]),
  } as const satisfies SettingsDriver;
}
