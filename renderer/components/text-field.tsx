import { type ReactNode, useId } from 'react';
import { classes } from './classes.ts';
import style from './text-field.module.css';
import toneStyle from './tone.module.css';
import { ToneShape } from './tone-shape.tsx';

interface TextFieldProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  /** What is wrong; read out when it appears. */
  readonly error?: ReactNode;
  /** How to mend it, below the error. */
  readonly advice?: ReactNode;
  /** More than one line of text fits. */
  readonly rows?: number;
  readonly maxLength?: number;
  /** For addresses and links: exact letters, left to right. */
  readonly isExact?: boolean;
  readonly isReadOnly?: boolean;
  readonly onPaste?: (event: React.ClipboardEvent) => void;
}

/** A text field with its label above, what to write below, and its error in words. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, hint, error, advice, rows = 1, maxLength, isExact = false } = props;
  const id = useId();
  const described = classes(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`);
  const field = {
    id,
    value,
    maxLength,
    readOnly: props.isReadOnly,
    className: classes(style.field, isExact && 'exact'),
    dir: isExact ? ('ltr' as const) : ('auto' as const),
    spellCheck: !isExact,
    autoComplete: 'off',
    autoCapitalize: isExact ? ('none' as const) : undefined,
    'aria-invalid': error !== undefined || undefined,
    'aria-describedby': described || undefined,
    onPaste: props.onPaste,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <div className={style.block}>
      <label htmlFor={id} className={style.label}>
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={style.hint}>
          {hint}
        </p>
      )}
      {rows > 1 ? <textarea {...field} rows={rows} /> : <input type="text" {...field} />}
      <div role="alert" id={`${id}-error`}>
        {error !== undefined && (
          <p className={classes(style.error, toneStyle.blocked)}>
            <ToneShape tone="blocked" />
            <span>{error}</span>
          </p>
        )}
        {error !== undefined && advice !== undefined && <p>{advice}</p>}
      </div>
    </div>
  );
}
