import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import style from './disclosure.module.css';

interface DisclosureProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly isOpen?: boolean;
}

/** More, for those who want it. The browser's own, so that it is found by searching the page too. */
export function Disclosure({ title, children, isOpen = false }: DisclosureProps) {
  return (
    <details className={style.details} open={isOpen}>
      <summary className={style.summary}>
        <ChevronDown className={style.chevron} aria-hidden="true" />
        <span>{title}</span>
      </summary>
      <div className={style.body}>{children}</div>
    </details>
  );
}
