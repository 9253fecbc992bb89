import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { classes } from './classes.ts';
import { SpeakerContext } from './toast-context.ts';
import style from './toaster.module.css';
import toneStyle from './tone.module.css';
import { ToneShape } from './tone-shape.tsx';

interface Message {
  readonly id: number;
  readonly words: string;
  readonly tone: 'works' | 'blocked';
}

/** Milliseconds; nothing stands in a toast alone that must be read. */
const SHOWN_FOR = 6_000;

/** Holds the live region and the one toast that shows; a newer one takes its place. */
export function Toaster({ children }: { readonly children: ReactNode }) {
  const [spoken, setSpoken] = useState('');
  const [message, setMessage] = useState<Message | null>(null);
  const speaker = useMemo(
    () => ({
      announce: setSpoken,
      toast: (words: string, tone: Message['tone'] = 'works') =>
        setMessage((before) => ({ id: (before?.id ?? 0) + 1, words, tone })),
    }),
    [],
  );
  useEffect(() => {
    if (message === null) return;
    const timer = setTimeout(() => setMessage(null), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <SpeakerContext value={speaker}>
      {children}
      <div className="unseen" role="status">
        {spoken}
      </div>
      <div className={style.place} role="status">
        {message !== null && (
          <p key={message.id} className={classes(style.toast, toneStyle[message.tone])}>
            <ToneShape tone={message.tone} />
            <span>{message.words}</span>
          </p>
        )}
      </div>
    </SpeakerContext>
  );
}
