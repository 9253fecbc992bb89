import { classes } from '../components/classes.ts';
import { useT } from '../i18n/context.ts';
import type { Drawing } from './drawing.ts';
import style from './picture.module.css';

interface PictureProps {
  readonly drawing: Drawing;
  /** Puts the local proxy's place into exact letters. */
  readonly fill?: (text: string) => string;
}

/** A drawing beside steps that say the same in words: for the eye alone. */
export function Picture({ drawing, fill = (text) => text }: PictureProps) {
  const t = useT();
  return (
    <div className={style.frame} aria-hidden="true">
      <div className={style.picture} dir={drawing.isNeverMirrored === true ? 'ltr' : undefined}>
        <svg viewBox="0 0 320 180" className={style.art} role="presentation">
          {drawing.art}
        </svg>
        {drawing.labels.map((label) => (
          <span
            key={`${label.x}:${label.y}`}
            className={classes(
              style.label,
              label.align === 'center' && style.center,
              label.look !== undefined && style[label.look],
            )}
            style={{
              insetInlineStart: `${label.x}%`,
              insetBlockStart: `${label.y}%`,
              inlineSize: `${label.width}%`,
            }}
          >
            {typeof label.words === 'string' ? (
              <span>{t(label.words)}</span>
            ) : (
              <span className="exact" dir="ltr">
                {fill(label.words.exact)}
              </span>
            )}
          </span>
        ))}
      </div>
    </div>
  );
}
