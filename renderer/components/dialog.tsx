import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import style from './dialog.module.css';

interface DialogProps {
  readonly isOpen: boolean;
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** Buttons, the safest first: it takes the focus where there is nothing to write. */
  readonly actions: ReactNode;
  /** Escape, or anything else that takes the question back. */
  readonly onClose: () => void;
}

/** A question that wants an answer first. The browser's own dialog keeps the focus inside and gives it back. */
export function Dialog({ isOpen, title, children, actions, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before the browser draws, and on leaving while the dialog is still there: else it cannot give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!isOpen || element === null || element.open) return;
    element.showModal();
    const first = element.querySelector<HTMLElement>('input:not([type="checkbox"]), textarea');
    (first ?? element.querySelector<HTMLElement>('[data-actions] button'))?.focus();
    return () => element.close();
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <dialog
      ref={dialog}
      className={style.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId} tabIndex={-1}>
        {title}
      </h2>
      <div className={style.body}>{children}</div>
      <div className={style.actions} data-actions="">
        {actions}
      </div>
    </dialog>
  );
}
