import type { StreamItem } from '../../../core/contract.ts';
import { classes } from '../../components/classes.ts';
import toneStyle from '../../components/tone.module.css';
import { ToneShape } from '../../components/tone-shape.tsx';
import { useT } from '../../i18n/context.ts';
import type { Numbered } from './last-items.ts';
import style from './log-lines.module.css';

const TONES = { info: 'info', warning: 'partly', error: 'blocked' } as const;

interface LogLinesProps {
  readonly lines: readonly Numbered<StreamItem<'log'>>[];
  readonly label: string;
}

/** The lines, the newest first. They stand in English and run from left to right in every language. */
export function LogLines({ lines, label }: LogLinesProps) {
  const t = useT();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={style.frame} aria-label={label} tabIndex={0}>
      <ol className={style.lines} dir="ltr">
        {lines.toReversed().map(({ number, at, level, code, text }) => (
          <li key={number} className={classes(style.line, toneStyle[TONES[level]])}>
            <ToneShape tone={TONES[level]} />
            <span className="unseen">{t(`details.log-level-${level}`)}</span>
            <time className={style.time}>{t('details.log-time', { at })}</time>
            <span className={style.words} lang="en">
              <code>{code}</code> {text}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
