import type { EngineEvent } from '../../contract.ts';
import { type Connection, openConnection } from '../connect.ts';
import type { EngineOptions, House } from '../open.ts';
import type { EngineParts } from '../parts.ts';
import type { ReportBook } from '../report/book.ts';
import type { Desk } from './desk.ts';
import { waysEvent } from './house-view.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import type { SystemProxy } from './system-proxy.ts';
import { type Watching, watchConnection } from './watching.ts';

export interface Connecting {
  readonly lifecycle: Lifecycle;
  /** What the connection that is open works with. */
  parts(): EngineParts | null;
  /** Takes over which messengers are chosen and which servers there are, now or as soon as it is open. */
  adopt(): void;
}

/** Opens and closes connections for a host, and tells the desk. */
export function createConnecting(
  options: EngineOptions,
  desk: Desk,
  house: () => House,
  systemProxy: SystemProxy,
  book: ReportBook,
): Connecting {
  const { clock } = options;
  let parts: EngineParts | null = null;
  let watching: Watching | null = null;
  /** Something was chosen or added while it was being opened. */
  let isOutdated = false;

  const lifecycle = createLifecycle({
    async open(signal) {
      const watched = watchConnection(desk, clock, book, () => desk.tell(waysEvent(house())));
      watching = watched;
      const heard = (event: EngineEvent): void => {
        watched.tell(event);
        if (event.event === 'route') systemProxy.proven();
        const isOther = event.event === 'error' && event.code === 'x_proxy_changed_identity';
        // Whoever carries something has shown its own key again.
        const wasOther = event.event === 'route' && desk.model().ways.some(({ keyChange }) => keyChange);
        if (isOther || wasOther) desk.tell(waysEvent(house()));
      };
      parts = house().parts(heard, watched.observer);
      isOutdated = false;
      const connection = await openConnection(parts, { signal });
      systemProxy.opened(connection);
      return {
        ...connection,
        async close() {
          await systemProxy.closing();
          await connection.close();
        },
      };
    },
    onConnecting: () => desk.tell({ event: 'connecting', at: now() }),
    onOpened({ port, pacUrl }) {
      desk.tell({ event: 'opened', proxy: { host: '127.0.0.1', port, pac: pacUrl }, at: now() });
      if (isOutdated) adopt();
    },
    onStopping: () => desk.tell({ event: 'stopping' }),
    onStopped() {
      watching?.end();
      parts = null;
      desk.tell({ event: 'stopped' });
    },
    onFailed(error) {
      const message = error instanceof Error ? error.message : String(error);
      desk.tell({ event: 'error', code: 'cannot-open-proxy', message });
    },
  });
  return { lifecycle, parts: () => parts, adopt };

  function now(): number {
    return Math.max(0, clock.now());
  }

  function adopt(): void {
    const connection: Connection | null = lifecycle.current();
    if (connection === null || parts === null) {
      isOutdated = true;
      return;
    }
    parts.bricks.replaceServers(house().servers.saved());
    // It ends by itself or with the connection.
    connection.adopt().catch(() => undefined);
  }
}
