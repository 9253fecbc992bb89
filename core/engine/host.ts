import type { Arguments, EngineBridge, EngineCommand, EngineStart } from '../contract.ts';
import { ResourceError } from '../store/resources.ts';
import { createCommands, type HostOptions } from './host/commands.ts';
import { createDesk } from './host/desk.ts';
import { modelOf } from './host/house-view.ts';
import type { HostEvent } from './host/model.ts';
import { refused } from './host/outcomes.ts';
import { openHouse } from './open.ts';

export type { HostOptions };

/** Opens an engine for a window: it carries out commands, and tells its state whole whenever that changes. Never rejects. */
export async function createHost(options: HostOptions): Promise<EngineStart> {
  try {
    return { ok: true, engine: await openHost(options) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof ResourceError ? 'broken-data' : 'cannot-open';
    return { ok: false, code, message: message.slice(0, 4096) };
  }
}

async function openHost(options: HostOptions): Promise<EngineBridge> {
  /** What is told while the desk is not there yet. */
  const early: HostEvent[] = [];
  let tell = (event: HostEvent): void => void early.push(event);
  const emit = (event: HostEvent): void => tell(event);
  const house = await openHouse(options, { emit, isForgiving: true });
  const desk = createDesk(options.clock, modelOf(house));
  tell = desk.tell;
  early.forEach(tell);
  const { handlers, isErasing, close } = createCommands(options, desk, house);
  let closed: Promise<void> | null = null;

  return {
    async call<C extends EngineCommand>(command: C, args: Arguments<C>) {
      if (closed !== null) return refused('engine-lost');
      if (isErasing()) return refused('wrong-phase');
      try {
        return await handlers[command](args);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        desk.tell({ event: 'error', code: 'internal', message });
        return refused('internal');
      }
    },
    watchState: desk.watchState,
    watchStream: desk.watchStream,
    close() {
      closed ??= close().then(desk.close);
      return closed;
    },
  };
}
