import { useId } from 'react';
import type { ListProposal } from '../../../core/contract.ts';
import { useT } from '../../i18n/context.ts';
import style from './no-way.module.css';
import { YesOrNo } from './yes-or-no.tsx';

interface ListCardProps {
  readonly list: ListProposal;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** The address of a list, and the question that its host is not asked before. */
export function ListCard({ list: { host, isKnown }, onYes, onNo }: ListCardProps) {
  const t = useT();
  const id = useId();
  return (
    <article className={style.proposal} aria-labelledby={id}>
      <h3 id={id}>{t('lists.found-title')}</h3>
      <p>{t('lists.found-about', { host })}</p>
      <p>{t('lists.found-sees', { host })}</p>
      {isKnown ? (
        <p>{t('lists.known')}</p>
      ) : (
        <YesOrNo question={t('lists.question')} yes={t('lists.yes')} about={id} onYes={onYes} onNo={onNo} />
      )}
    </article>
  );
}
