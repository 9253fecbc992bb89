import { useEffect, useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { drawQr, type QrPicture } from '../ways/qr-path.ts';

/** The link for Telegram as a picture, for as long as the view is open; null until it is drawn. `place` says when it is another. */
export function usePhonePicture(place: string): QrPicture | null {
  const { bridge } = useEngine();
  const [picture, setPicture] = useState<QrPicture | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the place is another
  useEffect(() => {
    let isWanted = true;
    setPicture(null);
    void bridge.call('phoneLink', {}).then(async (outcome) => {
      const drawn = outcome.ok ? await drawQr(outcome.value.link) : null;
      if (isWanted) setPicture(drawn);
    });
    return () => {
      isWanted = false;
    };
  }, [bridge, place]);
  return picture;
}
