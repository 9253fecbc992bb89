import type { Begun } from '../../hand-over/hand-over.ts';
import { openHandOver } from '../hand-over.ts';
import type { EngineOptions } from '../open.ts';
import type { Desk } from './desk.ts';
import { DONE, type Handlers, refused } from './outcomes.ts';

/** Commands about handing files to people beside us; `close` ends all of it. */
export function createHandOverCommands(options: EngineOptions, desk: Desk) {
  const handOver = openHandOver(options, (view) => desk.tell({ event: 'hand-over', handOver: view }));
  const commands = {
    handOverFiles: async () => ({ ok: true, value: await handOver.look() }),
    startHandOver: async ({ ids, words }) => told(await handOver.start(ids, words)),
    async stopHandOver() {
      handOver.stop();
      return DONE;
    },
    copyHandOver: async ({ ids, drive, howTo }) => told(await handOver.copy(ids, drive, howTo)),
  } satisfies Partial<Handlers>;
  return { commands, close: handOver.close };
}

function told(begun: Begun) {
  switch (begun) {
    case 'begun':
      return DONE;
    case 'busy':
      return refused('wrong-phase');
    case 'unknown':
      return refused('not-found');
    case 'no-network':
      return refused('not-possible-here');
  }
}
