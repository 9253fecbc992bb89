import { useId } from 'react';
import type { Proposal } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { ProposalFacts } from '../../frame/proposal-facts.tsx';
import { useT } from '../../i18n/context.ts';
import style from './no-way.module.css';
import { assumedWords, isPasswordOpen, kindWords } from './proposal-words.ts';

interface ProposalCardProps {
  readonly proposal: Proposal;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** One proposed server, and the question that nobody is contacted before. */
export function ProposalCard({ proposal, onYes, onNo }: ProposalCardProps) {
  const t = useT();
  const id = useId();
  const { program, isKnown } = proposal;
  return (
    <article className={style.proposal} aria-labelledby={id}>
      <h4 id={id}>{t(kindWords(proposal), { program: program ?? '' })}</h4>
      <ProposalFacts proposal={proposal} />
      {isPasswordOpen(proposal) && <p>{t('no-way.password-open')}</p>}
      {proposal.kind === 'tor' && proposal.isLocal && <p>{t('engines.tor-visible')}</p>}
      {assumedWords(proposal).map((key) => (
        <p key={key} className={style.soft}>
          {t(key)}
        </p>
      ))}
      {!isKnown && (
        <>
          <p className={style.question}>
            {t(proposal.isLocal ? 'no-way.question-program' : 'no-way.question')}
          </p>
          <div className={style.buttons}>
            <Button look="primary" aria-describedby={id} onClick={onYes}>
              {t('no-way.yes')}
            </Button>
            <Button aria-describedby={id} onClick={onNo}>
              {t('no-way.no')}
            </Button>
          </div>
        </>
      )}
    </article>
  );
}
