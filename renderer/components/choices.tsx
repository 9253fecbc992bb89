import { type ReactNode, useId } from 'react';
import style from './choices.module.css';

interface ChoicesProps<T extends string> {
  readonly label: ReactNode;
  readonly options: readonly { readonly value: T; readonly label: ReactNode; readonly lang?: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, all seen at once; arrow keys move as in any group of radio buttons. */
export function Choices<T extends string>({ label, options, value, onChange }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset className={style.group}>
      <legend className={style.legend}>{label}</legend>
      <div className={style.options}>
        {options.map((option) => (
          <label key={option.value} className={style.option} lang={option.lang}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span dir="auto">{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
