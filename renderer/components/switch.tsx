import { type ReactNode, useId } from 'react';
import style from './switch.module.css';

interface SwitchProps {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** On or off, at once. The knob's place and its mark tell it too, not the colour alone. */
export function Switch({ label, description, isOn, isDisabled = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className={style.row}>
      <div className={style.words}>
        <label htmlFor={id}>{label}</label>
        {description !== undefined && (
          <p id={`${id}-more`} className={style.description}>
            {description}
          </p>
        )}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={style.switch}
        checked={isOn}
        aria-checked={isOn}
        disabled={isDisabled}
        aria-describedby={description === undefined ? undefined : `${id}-more`}
        onChange={(event) => onChange(event.target.checked)}
      />
    </div>
  );
}
