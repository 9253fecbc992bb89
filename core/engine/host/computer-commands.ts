import type { ProxyMode } from '../../contract.ts';
import type { Computer } from '../../system/computer.ts';
import { readTextDirectly } from '../former-pac.ts';
import type { House } from '../open.ts';
import type { Connecting } from './connecting.ts';
import type { Desk } from './desk.ts';
import { onlyThroughOf } from './house-view.ts';
import { DONE, type Handlers, refused } from './outcomes.ts';
import { createSystemProxy, type SystemProxy } from './system-proxy.ts';

interface Surroundings {
  readonly desk: Desk;
  readonly house: () => House;
  readonly connecting: Pick<Connecting, 'adopt'>;
  readonly systemProxy: SystemProxy;
}

/** This computer's settings, following what the house remembers and telling the desk. */
export function openSystemProxy(computer: Computer, desk: Desk, house: () => House): SystemProxy {
  return createSystemProxy({
    computer,
    readText: readTextDirectly,
    mode: () => house().settings.settings.systemProxy ?? 'off',
    tell: (view) => desk.tell({ event: 'computer', computer: view }),
    onError: (message) => desk.tell({ event: 'error', code: 'computer-settings', message }),
  });
}

/** Commands about this computer's settings, and which messengers may not go bare. */
export function createComputerCommands({
  desk,
  house,
  connecting,
  systemProxy,
}: Surroundings): Pick<Handlers, 'useSystemProxy' | 'restoreComputer' | 'onlyThrough'> {
  async function choose(mode: ProxyMode): Promise<void> {
    const { keep, settings } = house();
    const written = keep(() => settings.change({ systemProxy: mode }));
    desk.tell({ event: 'computer', computer: { proxy: mode } });
    await written;
  }

  return {
    async useSystemProxy({ mode }) {
      if (mode !== 'off' && desk.model().phase !== 'on') return refused('wrong-phase');
      await choose(mode);
      await systemProxy.update();
      return DONE;
    },
    async restoreComputer() {
      await choose('off');
      const { restored, left, failed } = await systemProxy.restore();
      return { ok: true, value: { restored, left, failed: failed.length } };
    },
    async onlyThrough({ messenger, on }) {
      const { keep, settings, resources } = house();
      if (!resources.messengers.some(({ id }) => id === messenger)) return refused('not-found');
      const others = settings.settings.onlyThrough.filter((id) => id !== messenger);
      const written = keep(() => settings.change({ onlyThrough: on ? [...others, messenger] : others }));
      desk.tell({ event: 'computer', computer: { onlyThrough: onlyThroughOf(house()) } });
      connecting.adopt();
      systemProxy.namesChanged();
      await written;
      return DONE;
    },
  };
}
