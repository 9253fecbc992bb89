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
  /** What is wrong and how to mend it; read out when it appears. */
  readonly error?: ReactNode;
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
  const { label, value, onChange, hint, error, rows = 1, maxLength, isExact = false, isReadOnly } = props;
  const id = useId();
  const described = classes(hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`);
  const field = {
    id,
    value,
    maxLength,
    readOnly: isReadOnly,
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
      </div>
    </div>
  );
}
