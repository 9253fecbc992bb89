import { type ReactNode, useId } from 'react';
import { Card } from '../../components/card.tsx';

/** A part of the view with its name. */
export function SendCard({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <Card aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </Card>
  );
}
