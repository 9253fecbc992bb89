import { useEffect, useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { drawQr, type QrPicture } from '../ways/qr-path.ts';

export interface PhonePictures {
  readonly link: QrPicture | null;
  /** Of another way in, where there are two. */
  readonly other: QrPicture | null;
}

/** The links for Telegram as pictures, for as long as the view is open; null until drawn. `place` says when they are others. */
export function usePhonePictures(place: string): PhonePictures | null {
  const { bridge } = useEngine();
  const [pictures, setPictures] = useState<PhonePictures | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the place is another
  useEffect(() => {
    let isWanted = true;
    setPictures(null);
    void bridge.call('phoneLink', {}).then(async (outcome) => {
      if (!outcome.ok) return;
      const { link, other } = outcome.value;
      const drawn = { link: await drawQr(link), other: other === null ? null : await drawQr(other) };
      if (isWanted) setPictures(drawn);
    });
    return () => {
      isWanted = false;
    };
  }, [bridge, place]);
  return pictures;
}
