import type { Duplex } from 'node:stream';

/** Passes one direction through Node's streams, whatever they are; the reader pauses while the writer is full. */
export function copy(from: Duplex, to: Duplex, seen: (chunk: Uint8Array) => void): void {
  const goOn = (): void => {
    from.resume();
  };
  from.on('data', (chunk: Buffer) => {
    seen(chunk);
    if (to.destroyed || to.writableEnded || to.write(chunk)) return;
    from.pause();
    to.once('drain', goOn);
  });
  from.once('end', () => to.end());
  if (from.readableEnded) to.end();
  if (to.writableNeedDrain) {
    from.pause();
    to.once('drain', goOn);
  } else {
    goOn();
  }
}
