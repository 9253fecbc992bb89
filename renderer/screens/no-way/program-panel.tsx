import { FileCog } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { WantedProgram } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import style from './no-way.module.css';
import { type AskedProgram, useProgramFile } from './use-program-file.ts';
import { YesOrNo } from './yes-or-no.tsx';

interface ProgramPanelProps {
  /** Of which one is enough. */
  readonly programs: readonly WantedProgram[];
  /** One of them may be here now. */
  readonly onHere: () => void;
}

/** How to get a program of others that is not here, and the place to hand over its file. */
export function ProgramPanel({ programs, onHere }: ProgramPanelProps) {
  const t = useT();
  const id = useId();
  const { about } = useEngine();
  const { step, choose, keep, leave } = useProgramFile(onHere);
  const [first] = programs;
  if (first === undefined) return null;
  return (
    <section className={style.programs} aria-labelledby={id}>
      <h3 id={id}>{t('engines.get-title')}</h3>
      {programs.length > 1 && <p>{t('engines.get-any')}</p>}
      {programs.map(({ name, file, source }) => (
        <CopyField key={name} label={t('engines.get-file', { name, file })} value={source} />
      ))}
      <p>{t('engines.get-friend')}</p>
      {about.shell === 'web' ? (
        <>
          <CopyField label={t('engines.choose-terminal')} value={`footbridge engine add ${first.file}`} />
          <div className={style.buttons}>
            <Button onClick={onHere}>{t('engines.again')}</Button>
          </div>
        </>
      ) : (
        <div className={style.buttons}>
          <Button icon={<FileCog />} isBusy={step.stage === 'busy'} onClick={choose}>
            {t('engines.choose')}
          </Button>
        </div>
      )}
      {step.stage === 'asked' && <ProgramCard program={step.program} onYes={keep} onNo={leave} />}
      {step.stage === 'refused' && (
        <div role="alert">
          <Notice tone="blocked">{t(`engines.given-${step.fault}`)}</Notice>
        </div>
      )}
      {step.stage === 'failed' && (
        <div role="alert">
          <Notice tone="blocked">{t(`engines.keeping-${step.fault}`, { name: step.name })}</Notice>
        </div>
      )}
    </section>
  );
}

interface ProgramCardProps {
  readonly program: AskedProgram;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** What is known of a program's file, and the question that it is not run before. */
function ProgramCard({ program: { name, hash, isKnown }, onYes, onNo }: ProgramCardProps) {
  const t = useT();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article className={style.proposal} aria-labelledby={id}>
      <h4 id={id} ref={heading} tabIndex={-1} className={style.heading}>
        {name}
      </h4>
      <p>{t('engines.ask-hash', { head: hash.head, tail: hash.tail })}</p>
      <p>{t(isKnown ? 'engines.ask-known' : 'engines.ask-unknown')}</p>
      <p>{t('engines.ask-risk')}</p>
      <YesOrNo
        question={t('engines.ask-question', { name })}
        yes={t('engines.ask-yes')}
        about={id}
        onYes={onYes}
        onNo={onNo}
      />
    </article>
  );
}
