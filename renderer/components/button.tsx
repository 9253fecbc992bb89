import type { ComponentProps, ReactNode } from 'react';
import style from './button.module.css';
import { classes } from './classes.ts';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  /** `primary`: the one thing to do here; `quiet`: everything else; `plain`: no box; `danger`: takes something away. */
  readonly look?: 'primary' | 'quiet' | 'plain' | 'danger';
  readonly size?: 'normal' | 'huge';
  readonly icon?: ReactNode;
  /** Shows that it is at work; it stays focusable and takes no presses. */
  readonly isBusy?: boolean;
  readonly type?: 'button' | 'submit';
}

/** A button that says in words what it does. */
export function Button({
  look = 'quiet',
  size = 'normal',
  icon,
  isBusy = false,
  type = 'button',
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classes(style.button, style[look], style[size], className)}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
    >
      {icon !== undefined && (
        <span className={style.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      <span>{children}</span>
      {isBusy && <span className={style.busy} aria-hidden="true" />}
    </button>
  );
}
