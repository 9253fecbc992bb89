import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useNavigation, type View } from '../frame/navigation.ts';
import { useT } from '../i18n/context.ts';
import { Button } from './button.tsx';
import style from './page.module.css';

interface PageProps {
  readonly title: ReactNode;
  /** One or two sentences below the title. */
  readonly lead?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  /** Whether a way back home stands above the title: for views that the navigation does not list. */
  readonly hasBack?: boolean;
  /** Where that way leads, where it is not home. */
  readonly backTo?: View;
  readonly children: ReactNode;
}

/** A view with its heading, which takes the focus when the view opens, so that a screen reader begins there. */
export function Page({ title, lead, actions, hasBack = false, backTo, children }: PageProps) {
  const t = useT();
  const { go, hasMoved } = useNavigation();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the view opens
  useEffect(() => {
    if (hasMoved) heading.current?.focus();
  }, []);
  return (
    <div className={style.page}>
      <header className={style.head}>
        {(hasBack || backTo !== undefined) && (
          <Button
            look="plain"
            icon={<ArrowLeft className={style.arrow} />}
            className={style.back}
            onClick={() => go(backTo ?? { name: 'home' })}
          >
            {t('common.back')}
          </Button>
        )}
        <div className={style.row}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {actions}
        </div>
        {lead !== undefined && <p className={style.lead}>{lead}</p>}
      </header>
      {children}
    </div>
  );
}
