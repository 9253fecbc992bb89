import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { hasCamera, openCamera, pageDevices } from './camera.ts';
import { pageClock, watchAway } from './page-watch.ts';
import { type CameraOff, scan } from './scan.ts';

/** What the camera does. */
export type CameraStage =
  | { readonly kind: 'opening' }
  | { readonly kind: 'looking'; readonly facesAway: boolean }
  | { readonly kind: 'off'; readonly why: CameraOff };

const OPENING: CameraStage = { kind: 'opening' };

/** Whether a camera is there to be asked for, also when it is plugged in later. */
export function useHasCamera(): boolean {
  const [has, setHas] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const look = () =>
      void hasCamera().then((found) => {
        if (!signal.aborted) setHas(found);
      });
    pageDevices()?.addEventListener('devicechange', look, { signal });
    look();
    return () => leaving.abort();
  }, []);
  return has;
}

/** Looks for a code with the camera for as long as this is shown; `again` switches it on once more. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, onText: (text: string) => void) {
  const [stage, setStage] = useState<CameraStage>(OPENING);
  const [attempt, setAttempt] = useState(0);
  const tell = useEffectEvent(onText);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt begins anew
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    const leaving = new AbortController();
    const parts = {
      open: (lost: () => void, signal: AbortSignal) => openCamera(element, lost, signal),
      onOpen: ({ facesAway }: { readonly facesAway: boolean }) => setStage({ kind: 'looking', facesAway }),
      watchAway,
      clock: pageClock,
    };
    void scan(parts, leaving.signal).then((scanned) => {
      if (scanned.kind === 'read') tell(scanned.text);
      if (scanned.kind === 'off') setStage(scanned);
    });
    return () => leaving.abort();
  }, [attempt]);
  const again = () => {
    setStage(OPENING);
    setAttempt((last) => last + 1);
  };
  return { stage, again };
}
