import type { AppData } from '../../model/app.ts';
import type { Apps } from '../../system/apps/apps.ts';
import { SettingsError } from '../../system/settings/driver.ts';
import type { MtprotoAddress } from '../mtproto-door.ts';
import type { Desk } from './desk.ts';
import { DONE, type Handlers, refused } from './outcomes.ts';
import type { SystemProxy } from './system-proxy.ts';

/** Milliseconds that looking whether an app runs may take. */
const LOOK_MS = 5_000;

interface Surroundings {
  readonly apps: Apps;
  /** Those we know of. */
  readonly known: () => readonly AppData[];
  readonly desk: Pick<Desk, 'model' | 'tell'>;
  readonly systemProxy: Pick<SystemProxy, 'leadApp'>;
  /** Opens the local MTProto proxy; null where nothing is connected. Rejects where it cannot be opened. */
  readonly openMtproto: () => Promise<MtprotoAddress | null>;
  /** The link of a way with its secrets, as others read it. */
  readonly linkOf: (id: string) => string | undefined;
  readonly signal: AbortSignal;
}

/** Commands about programs of messengers that are installed on this computer. */
export function createAppCommands({
  apps,
  known,
  desk,
  systemProxy,
  openMtproto,
  linkOf,
  signal,
}: Surroundings): Pick<Handlers, 'findApps' | 'openApp' | 'giveToTelegram'> {
  const find = (again: boolean) => apps.find(known(), again);

  return {
    async findApps({ again }) {
      const found = await find(again).catch(() => []);
      const views = found.map((one) => ({ id: one.app.id, opens: apps.integration(one) !== null }));
      return { ok: true, value: { apps: views } };
    },
    async giveToTelegram({ id }) {
      const link = linkOf(id);
      if (link === undefined || !link.startsWith('tg:')) return refused('not-found');
      for (const installed of await find(false).catch(() => [])) {
        if (await apps.integration(installed)?.give?.(link)) return DONE;
      }
      return refused('no-program');
    },
    async openApp({ messenger, by }) {
      const { proxy, phase } = desk.model();
      if (proxy === null || phase !== 'on') return refused('wrong-phase');
      const installed = (await find(false).catch(() => [])).find(({ app }) => app.id === messenger);
      if (installed === undefined) return refused('no-program');
      const integration = apps.integration(installed);
      if (integration === null) return refused('not-possible-here');
      const looking = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
      const isReady = await integration.applicable(looking);
      if (isReady === 'quit-first') return { ok: true, value: { outcome: isReady } };
      try {
        const mtproto = by === undefined ? undefined : await openMtproto();
        if (mtproto === null) return refused('wrong-phase');
        const door = { port: proxy.port, pacUrl: proxy.pac, ...(mtproto && { mtproto }) };
        if (integration.undo === 'journalled') {
          const { program, settings } = integration.setting(door);
          await systemProxy.leadApp(program, settings);
        }
        const hasOpened = await integration.apply(door);
        return hasOpened ? { ok: true, value: { outcome: 'opened' } } : refused('no-program');
      } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
        desk.tell({ event: 'error', code: 'computer-settings', message: error.message });
        return { ok: true, value: { outcome: 'not-let' } };
      }
    },
  };
}
