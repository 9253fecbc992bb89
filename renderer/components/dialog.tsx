import { type ReactNode, useEffect, useId, useRef } from 'react';
import style from './dialog.module.css';

interface DialogProps {
  readonly isOpen: boolean;
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** Buttons, the safest first: it takes the focus. */
  readonly actions: ReactNode;
  /** Escape, or anything else that takes the question back. */
  readonly onClose: () => void;
}

/** A question that wants an answer first. The browser's own dialog keeps the focus inside and gives it back. */
export function Dialog({ isOpen, title, children, actions, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!isOpen || element === null || element.open) return;
    element.showModal();
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
      <div className={style.actions}>{actions}</div>
    </dialog>
  );
}
