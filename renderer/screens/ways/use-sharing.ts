import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import type { MessageKey } from '../../i18n/translator.ts';
import { drawQr, type QrPicture } from './qr-path.ts';

type Stage =
  | { readonly name: 'warning' | 'drawing' | 'hidden' }
  | { readonly name: 'shown'; readonly picture: QrPicture }
  | { readonly name: 'failed'; readonly words: MessageKey };

/** Milliseconds that a picture with a password may stand on a screen. */
const SHOWN_FOR = 60_000;

/**
 * Fetches the link of a way when the person wants its picture, and lets go of both after a minute, when the window is
 * left, and when the dialog closes.
 */
export function useSharing(id: string) {
  const { bridge } = useEngine();
  const [stage, setStage] = useState<Stage>({ name: 'warning' });
  /** Counts what was asked for, so that a picture that comes after the person has left is not shown. */
  const request = useRef(0);
  const isWanted = stage.name === 'drawing' || stage.name === 'shown';

  const show = async () => {
    const mine = ++request.current;
    setStage({ name: 'drawing' });
    const outcome = await bridge.call('shareWay', { id });
    const next = outcome.ok ? await draw(outcome.value.link) : failed(`common.error-${outcome.error.code}`);
    if (mine === request.current) setStage(next);
  };
  const hide = () => {
    request.current += 1;
    setStage({ name: 'hidden' });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: hide is the same in all but name
  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(hide, SHOWN_FOR);
    window.addEventListener('blur', hide);
    document.addEventListener('visibilitychange', hide);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('blur', hide);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [isWanted]);

  return { stage, show, hide };
}

const failed = (words: MessageKey): Stage => ({ name: 'failed', words });

async function draw(link: string): Promise<Stage> {
  const picture = await drawQr(link);
  return picture === null ? failed('ways.share-too-long') : { name: 'shown', picture };
}
