import { useEffect, useState } from 'react';
import { STREAM_LENGTH, type StreamItem, type StreamName } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { addItems, type Numbered } from './last-items.ts';

/** A search tells of hundreds of steps in a second: they are drawn together. Milliseconds. */
const DRAW_EVERY = 200;

/**
 * The last items of a stream, watched only while the component that asks is on the screen and not paused. What came in a
 * pause is there when it ends: the engine hands over all that it kept.
 */
export function useStream<N extends StreamName>(
  name: N,
  isPaused: boolean,
): readonly Numbered<StreamItem<N>>[] {
  const { bridge } = useEngine();
  const [shown, setShown] = useState<readonly Numbered<StreamItem<N>>[]>([]);
  useEffect(() => {
    if (isPaused) return;
    let kept: readonly Numbered<StreamItem<N>>[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStale = false;
    const draw = () => {
      setShown(kept);
      isStale = false;
      timer = setTimeout(() => {
        timer = undefined;
        if (isStale) draw();
      }, DRAW_EVERY);
    };
    const stop = bridge.watchStream(name, (items) => {
      kept = addItems(kept, items, STREAM_LENGTH[name]);
      isStale = true;
      if (timer === undefined) draw();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [bridge, name, isPaused]);
  return shown;
}
