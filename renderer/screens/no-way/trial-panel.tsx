import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Progress } from '../../components/progress.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { TorNote } from '../../frame/tor-note.tsx';
import { useLanguage } from '../../i18n/context.ts';
import style from './no-way.module.css';
import { isSearching, judgeTrial, type Trial } from './trial.ts';

/** Milliseconds for the search to show itself. */
const GRACE = 3_000;

/** The accepted server being tried, and how it went. */
export function TrialPanel({ onAnother }: { readonly onAnother: () => void }) {
  const { t } = useLanguage();
  const { bridge, state } = useEngine();
  const { go } = useNavigation();
  const heading = useRef<HTMLHeadingElement>(null);
  const hasBegun = useHasBegun(isSearching(state));
  const trial = judgeTrial(state, hasBegun);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={style.sheet}>
      <h2 ref={heading} tabIndex={-1} className={style.heading}>
        {t(TITLES[trial.kind])}
      </h2>
      <div role="status" className={style.form}>
        <Course trial={trial} />
      </div>
      {(trial.kind === 'failed' || trial.kind === 'stopped') && (
        <div className={style.buttons}>
          <Button look="primary" onClick={() => void bridge.call('connect', {})}>
            {t('no-way.try-again')}
          </Button>
          <Button onClick={onAnother}>{t('no-way.try-another')}</Button>
          <Button onClick={() => go({ name: 'ways' })}>{t('no-way.see-ways')}</Button>
        </div>
      )}
    </section>
  );
}

const TITLES = {
  starting: 'no-way.trying-title',
  trying: 'no-way.trying-title',
  works: 'no-way.works-heading',
  failed: 'no-way.failed-title',
  stopped: 'no-way.failed-title',
} as const satisfies Record<Trial['kind'], string>;

function Course({ trial }: { readonly trial: Trial }) {
  const { t, tag } = useLanguage();
  const { go } = useNavigation();
  switch (trial.kind) {
    case 'starting':
      return <Notice tone="busy">{t('no-way.trying-on-its-way')}</Notice>;
    case 'trying':
      return (
        <>
          <Notice tone="busy">
            <p>{t('no-way.trying-connect')}</p>
            {trial.step !== null && <p>{t('no-way.trying-step', { ...trial.step })}</p>}
          </Notice>
          <TorNote />
          <Progress label={t('no-way.trying-title')} value={trial.found} max={trial.wanted} />
          <p className={style.soft}>
            {t('no-way.trying-progress', { found: trial.found, wanted: trial.wanted })}
          </p>
        </>
      );
    case 'works': {
      const names = new Intl.ListFormat(tag).format(trial.messengers.map(({ name }) => name));
      const count = trial.messengers.length;
      return (
        <Notice
          tone="found"
          title={t('no-way.works-title', { count, names })}
          actions={trial.messengers.map(({ id, name }) => (
            <Button key={id} onClick={() => go({ name: 'what-now', messenger: id })}>
              {t('no-way.works-next-for', { name })}
            </Button>
          ))}
        />
      );
    }
    case 'failed':
      return <Notice tone="blocked">{t('no-way.failed')}</Notice>;
    case 'stopped':
      return <Notice tone="rest">{t('no-way.stopped')}</Notice>;
  }
}

/** Whether the search was seen, or had time enough to be. */
function useHasBegun(isSearchingNow: boolean): boolean {
  const [hasBegun, setHasBegun] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setHasBegun(true), isSearchingNow ? 0 : GRACE);
    return () => clearTimeout(timer);
  }, [isSearchingNow]);
  return hasBegun;
}
