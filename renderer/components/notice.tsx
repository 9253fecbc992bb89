import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import style from './notice.module.css';
import toneStyle from './tone.module.css';
import type { Tone } from './tone.ts';
import { ToneShape } from './tone-shape.tsx';

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** What can be done about it: buttons. */
  readonly actions?: ReactNode;
}

/** Something the person should know, in the flow of the page. */
export function Notice({ tone, title, children, actions }: NoticeProps) {
  return (
    <div className={classes(style.notice, toneStyle[tone])}>
      <ToneShape tone={tone} />
      <div className={style.words}>
        {title !== undefined && <p className={style.title}>{title}</p>}
        {children !== undefined && <div className={style.text}>{children}</div>}
        {actions !== undefined && <div className={style.actions}>{actions}</div>}
      </div>
    </div>
  );
}
