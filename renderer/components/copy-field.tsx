import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useT } from '../i18n/context.ts';
import { Button } from './button.tsx';
import style from './copy-field.module.css';
import { useSpeaker } from './toast-context.ts';

interface CopyFieldProps {
  /** What it is; words may speak for themselves. */
  readonly label?: ReactNode;
  readonly value: string;
  /** Words are set as words; anything else as exact letters, left to right. */
  readonly isText?: boolean;
}

/** Something to take along, with a button that copies it. It can be selected by hand where copying is not allowed. */
export function CopyField({ label, value, isText = false }: CopyFieldProps) {
  const t = useT();
  const id = useId();
  const { toast } = useSpeaker();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => {
        setIsCopied(true);
        toast(t('common.copied'));
      },
      () => toast(t('common.copy-failed'), 'blocked'),
    );
  return (
    <div className={style.block}>
      {label !== undefined && (
        <span id={id} className={style.label}>
          {label}
        </span>
      )}
      <div className={style.row}>
        {isText ? (
          <p id={label === undefined ? id : undefined} className={style.words} dir="auto">
            {value}
          </p>
        ) : (
          <code id={label === undefined ? id : undefined} className={style.exact} dir="ltr">
            {value}
          </code>
        )}
        <Button icon={isCopied ? <Check /> : <Copy />} aria-describedby={id} onClick={() => void copy()}>
          {t('common.copy')}
        </Button>
      </div>
    </div>
  );
}
