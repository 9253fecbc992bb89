import { useState } from 'react';
import { type KnownState, PROXY_MODES, type ProxyMode } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Choices } from '../../components/choices.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import { useAsk } from '../ways/use-ask.ts';
import style from './system-proxy.module.css';

/** What went wrong with the computer's settings, and what to enter there by hand. */
function Problem({ state }: { readonly state: KnownState }) {
  const t = useT();
  const { available } = state.computer;
  const problem = state.computer.problem ?? (available ? null : 'no-tool');
  if (problem === null) return null;
  return (
    <Notice tone="blocked" title={t(`settings.proxy-problem-${problem}`)}>
      {problem !== 'not-restored' && state.phase === 'on' && (
        <div className={style.block}>
          {/* Where the desktop keeps no such setting, only programs themselves have one. */}
          <p>{t(problem === 'no-tool' ? 'settings.proxy-by-hand-program' : 'settings.proxy-by-hand')}</p>
          <CopyField label={t('settings.proxy-address')} value={state.proxy.host} />
          <CopyField label={t('settings.proxy-port')} value={String(state.proxy.port)} />
        </div>
      )}
    </Notice>
  );
}

/** Whether programs that follow the computer's settings come to Footbridge by themselves. */
export function SystemProxy() {
  const t = useT();
  const ask = useAsk();
  const { state } = useEngine();
  const { isSet, available, problem } = state.computer;
  // The system takes its time; what was pressed shows at once.
  const [asked, setAsked] = useState<ProxyMode | null>(null);
  const proxy = asked ?? state.computer.proxy;
  const choose = async (mode: ProxyMode) => {
    setAsked(mode);
    await ask('useSystemProxy', { mode });
    setAsked(null);
  };
  const label = (mode: typeof proxy) => t(`settings.proxy-${mode}`);
  if (!available && proxy === 'off') return <Problem state={state} />;
  return (
    <div className={style.block}>
      {state.phase === 'on' ? (
        <Choices
          label={t('settings.proxy')}
          options={PROXY_MODES.map((value) => ({ value, label: label(value) }))}
          value={proxy}
          onChange={(mode) => void choose(mode)}
        />
      ) : (
        <>
          <h3>{t('settings.proxy')}</h3>
          <p>{label(proxy)}</p>
        </>
      )}
      <p className={style.soft}>{t(`settings.proxy-${proxy}-more`)}</p>
      {state.phase !== 'on' && <p className={style.soft}>{t('settings.proxy-connect-first')}</p>}
      {proxy !== 'off' && asked === null && problem === null && (
        <p className={style.soft}>{t(isSet ? 'settings.proxy-active' : 'settings.proxy-waiting')}</p>
      )}
      <Problem state={state} />
    </div>
  );
}
