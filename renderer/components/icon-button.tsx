import type { ReactNode } from 'react';
import style from './icon-button.module.css';

interface IconButtonProps {
  /** What it does, in words: read out, and shown when the pointer rests on it. */
  readonly label: string;
  readonly icon: ReactNode;
  /** Shown but of no effect; it keeps the focus, so that keys are not lost when a list ends. */
  readonly isOff?: boolean;
  readonly onPress: () => void;
}

/** A small round button for actions that a list repeats on each line. */
export function IconButton({ label, icon, isOff = false, onPress }: IconButtonProps) {
  return (
    <button
      type="button"
      className={style.button}
      aria-label={label}
      title={label}
      aria-disabled={isOff || undefined}
      onClick={isOff ? undefined : onPress}
    >
      {icon}
    </button>
  );
}
