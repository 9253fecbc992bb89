import { useId } from 'react';
import type { Proposal } from '../../../core/contract.ts';
import { ProposalFacts } from '../../frame/proposal-facts.tsx';
import { useT } from '../../i18n/context.ts';
import style from './no-way.module.css';
import { assumedWords, isPasswordOpen, kindWords } from './proposal-words.ts';
import { YesOrNo } from './yes-or-no.tsx';

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
        <YesOrNo
          question={t(proposal.isLocal ? 'no-way.question-program' : 'no-way.question')}
          yes={t('no-way.yes')}
          about={id}
          onYes={onYes}
          onNo={onNo}
        />
      )}
    </article>
  );
}
