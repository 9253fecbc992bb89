import { useEffect, useRef } from 'react';
import type { LinkProblem } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { classes } from '../../components/classes.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import { ListCard } from './list-card.tsx';
import style from './no-way.module.css';
import { problemWords } from './problem-words.ts';
import { ProposalCard } from './proposal-card.tsx';
import type { IntakeControls } from './use-intake.ts';

/** So many are asked about together first: nobody reads twenty questions. */
const MANY = 4;

/** What stands in what was given: servers to say yes or no to, and lines that are none. */
export function Findings({ controls }: { readonly controls: IntakeControls }) {
  const t = useT();
  const { intake, accept, fetchList, decline } = controls;
  const news = useRef<HTMLElement>(null);
  const hold = (element: HTMLElement | null) => {
    news.current = element;
  };
  const count = intake.stage === 'read' ? intake.proposals.length + intake.lists.length : 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something new is to be read, or what had the focus went
  useEffect(() => news.current?.focus(), [intake.stage, count]);
  if (intake.stage === 'declined') {
    return (
      <Said tone="rest" hold={hold}>
        {t('no-way.declined')}
      </Said>
    );
  }
  if (intake.stage === 'fetching')
    return <Said tone="busy">{t('lists.fetching', { host: intake.host })}</Said>;
  if (intake.stage !== 'read') return null;
  const { source, proposals, lists, problems } = intake;
  if (source === 'programs' && count === 0) return <Said tone="partly">{t('no-way.detect-none')}</Said>;
  const fresh = proposals.filter(({ isKnown }) => !isKnown);
  const cards = proposals.map((proposal) => (
    <ProposalCard
      key={proposal.token}
      proposal={proposal}
      onYes={() => accept([proposal])}
      onNo={() => decline(proposal)}
    />
  ));
  const yesToAll = (
    <div className={style.buttons}>
      <Button look={fresh.length < MANY ? 'quiet' : 'primary'} onClick={() => accept(fresh)}>
        {t('no-way.yes-all')}
      </Button>
      {fresh.length >= MANY && <Button onClick={() => fresh.forEach(decline)}>{t('no-way.no')}</Button>}
    </div>
  );
  // What is wrong with one line of many is for who wants to know, once something else can be used.
  const isAside = count > 0 && problems.length >= MANY;
  return (
    <>
      {count + problems.length > 1 && !isAside && <Problems problems={problems} />}
      {proposals.length > 0 && (
        <div className={style.findings}>
          <h3 ref={hold} tabIndex={-1} className={style.heading}>
            {t(source === 'programs' ? 'no-way.found-programs' : 'no-way.found', { count: proposals.length })}
          </h3>
          {fresh.length < MANY ? (
            <>
              {cards}
              {fresh.length > 1 && yesToAll}
            </>
          ) : (
            <>
              <p>{t('no-way.many-what')}</p>
              {yesToAll}
              <Disclosure title={t('no-way.many-each')}>
                <div className={style.findings}>{cards}</div>
              </Disclosure>
            </>
          )}
        </div>
      )}
      {lists.length > 0 && (
        <div
          ref={proposals.length === 0 ? hold : undefined}
          tabIndex={-1}
          className={classes(style.findings, style.heading)}
        >
          {lists.map((list) => (
            <ListCard key={list.token} list={list} onYes={() => fetchList(list)} onNo={() => decline(list)} />
          ))}
        </div>
      )}
      {isAside && (
        <Disclosure title={t('no-way.many-wrong', { count: problems.length })}>
          <Problems problems={problems} />
        </Disclosure>
      )}
    </>
  );
}

interface SaidProps {
  readonly tone: 'rest' | 'partly' | 'busy';
  readonly children: string;
  readonly hold?: (element: HTMLElement | null) => void;
}

function Said({ tone, children, hold }: SaidProps) {
  return (
    <div role="status">
      <section ref={hold} tabIndex={-1} className={style.heading}>
        <Notice tone={tone}>{children}</Notice>
      </section>
    </div>
  );
}

function Problems({ problems }: { readonly problems: readonly LinkProblem[] }) {
  const t = useT();
  if (problems.length === 0) return null;
  return (
    <div role="alert">
      <ul className={style.problems}>
        {problems.map((problem) => (
          <li key={problem.line}>
            <Notice tone="blocked" title={t('no-way.line', { line: problem.line })}>
              {problemWords(problem).map((key) => (
                <p key={key}>{t(key, { scheme: problem.scheme ?? '', programs: problem.needs ?? '' })}</p>
              ))}
            </Notice>
          </li>
        ))}
      </ul>
    </div>
  );
}
