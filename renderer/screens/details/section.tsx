import { type ReactNode, useId } from 'react';
import { Card } from '../../components/card.tsx';
import style from './section.module.css';

interface SectionProps {
  readonly title: string;
  /** One plain sentence that says what stands here. */
  readonly lead: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the details with its name and one plain sentence. */
export function Section({ title, lead, actions, children }: SectionProps) {
  const id = useId();
  return (
    <Card aria-labelledby={id}>
      <header className={style.head}>
        <div className={style.words}>
          <h2 id={id}>{title}</h2>
          <p className={style.lead}>{lead}</p>
        </div>
        {actions !== undefined && <div className={style.actions}>{actions}</div>}
      </header>
      {children}
    </Card>
  );
}
