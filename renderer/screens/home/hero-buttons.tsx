import { Power, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { CommandName, KnownState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';
import { useRich } from '../../i18n/rich.tsx';
import style from './hero-buttons.module.css';
import type { Situation } from './situation.ts';
import { useKeptFocus } from './use-kept-focus.ts';

/** What does not pass by itself, and what something nearby can help against. */
const LASTING: ReadonlySet<string> = new Set(['shutdown', 'whitelist-only']);

type Asked = Extract<CommandName, 'connect' | 'disconnect'>;

interface HeroButtonsProps {
  readonly state: KnownState;
  readonly words: Situation['words'];
}

/** The one thing to do now, large; what else is possible, small beside it. */
export function HeroButtons({ state, words }: HeroButtonsProps) {
  const t = useT();
  const rich = useRich();
  const { bridge } = useEngine();
  const { go } = useNavigation();
  const { toast } = useSpeaker();
  const [asked, setAsked] = useState<Asked | null>(null);
  const kept = useKeptFocus(`${state.phase} ${words}`);
  const ask = async (command: Asked) => {
    setAsked(command);
    const outcome = await bridge.call(command, {});
    setAsked(null);
    if (!outcome.ok) toast(t(`common.error-${outcome.error.code}`), 'blocked');
  };
  const connect = (label: string, look: 'primary' | 'quiet') => (
    <Button
      look={look}
      size={look === 'primary' ? 'huge' : 'normal'}
      icon={state.phase === 'off' ? <Power /> : <RotateCw />}
      isBusy={asked === 'connect'}
      onClick={() => void ask('connect')}
    >
      {label}
    </Button>
  );
  const disconnect = (
    <Button isBusy={asked === 'disconnect'} onClick={() => void ask('disconnect')}>
      {t(state.phase === 'searching' ? 'home.button-stop' : 'home.button-disconnect')}
    </Button>
  );
  if (state.phase === 'stopping' || state.phase === 'lost') return null;
  const isOff = state.phase === 'off';
  const isOn = state.phase === 'on';
  return (
    <div className={style.buttons} {...kept}>
      {isOff && connect(t('home.button-connect'), 'primary')}
      {isOn && words === 'blocked' && (
        <Button look="primary" size="huge" onClick={() => go({ name: 'no-way', messenger: null })}>
          {t('home.button-help')}
        </Button>
      )}
      {isOn && words === 'network' && connect(t('home.button-again'), 'primary')}
      {!isOff && (
        <div className={style.second}>
          {isOn && (words === 'partly' || words === 'blocked') && connect(t('home.button-again'), 'quiet')}
          {words === 'network' && LASTING.has(state.network?.cause ?? '') && (
            <Button onClick={() => go({ name: 'no-way', messenger: null })}>{t('home.no-way')}</Button>
          )}
          {disconnect}
        </div>
      )}
      {words === 'works' && <p className={style.note}>{rich('home.keep-open')}</p>}
    </div>
  );
}
