import type { Duplex } from 'node:stream';
import { createGathering } from './gathering.ts';

/** Passes one direction through Node's streams, whatever they are; the reader pauses while the writer is full. */
export function copy(from: Duplex, to: Duplex, seen: (chunk: Uint8Array) => void): void {
  const gathering = createGathering(to);
  const goOn = (): void => {
    from.resume();
  };
  from.on('data', (chunk: Buffer) => {
    seen(chunk);
    if (to.destroyed || to.writableEnded || gathering.write(chunk)) return;
    from.pause();
    to.once('drain', goOn);
  });
  from.once('end', () => to.end());
  // Whatever breaks off then, what came before it is passed on.
  from.once('close', gathering.release);
  if (from.readableEnded) to.end();
  if (to.writableNeedDrain) {
    from.pause();
    to.once('drain', goOn);
  } else {
    goOn();
  }
}
