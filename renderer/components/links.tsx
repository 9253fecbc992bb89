import type { ReactNode } from 'react';
import style from './links.module.css';

/** The quiet ways on at the end of a view: plain buttons with an icon each. */
export function Links({ children }: { readonly children: ReactNode }) {
  return <div className={style.links}>{children}</div>;
}
