import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Choices } from '../../components/choices.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import { LEVELS, type Level, linesFrom, logText } from './log.ts';
import { LogLines } from './log-lines.tsx';
import style from './log-section.module.css';
import { PauseButton } from './pause-button.tsx';
import { Section } from './section.tsx';
import { useStream } from './use-stream.ts';

/** What the engine wrote down. */
export function Log() {
  const t = useT();
  const { toast } = useSpeaker();
  const [isPaused, setIsPaused] = useState(false);
  const [level, setLevel] = useState<Level>('info');
  const [isCopied, setIsCopied] = useState(false);
  const all = useStream('log', isPaused);
  const lines = linesFrom(all, level);
  const copy = () =>
    navigator.clipboard.writeText(logText(lines)).then(
      () => {
        setIsCopied(true);
        toast(t('common.copied'));
      },
      () => toast(t('common.copy-failed'), 'blocked'),
    );
  return (
    <Section
      title={t('details.log-title')}
      lead={t('details.log-lead')}
      actions={
        <>
          <PauseButton isPaused={isPaused} onChange={setIsPaused} />
          {lines.length > 0 && (
            <Button icon={isCopied ? <Check /> : <Copy />} onClick={() => void copy()}>
              {t('details.log-copy')}
            </Button>
          )}
        </>
      }
    >
      <Choices
        label={t('details.log-level')}
        options={LEVELS.map((value) => ({ value, label: t(`details.level-${value}`) }))}
        value={level}
        onChange={setLevel}
      />
      <p role="status" className={style.note}>
        {isPaused ? t('details.paused') : t('details.log-lines', { count: lines.length })}
      </p>
      {lines.length === 0 ? (
        <p>{t(all.length === 0 ? 'details.log-empty' : 'details.log-none-fit')}</p>
      ) : (
        <LogLines lines={lines} label={t('details.log-lines', { count: lines.length })} />
      )}
    </Section>
  );
}
