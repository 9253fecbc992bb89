import { Power, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { CommandName, KnownState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';
import { useRich } from '../../i18n/rich.tsx';
import type { MessageKey } from '../../i18n/translator.ts';
import style from './hero-buttons.module.css';
import type { Situation } from './situation.ts';
import { useKeptFocus } from './use-kept-focus.ts';

/** What does not pass by itself, and what something nearby can help against. */
const LASTING: ReadonlySet<string> = new Set(['shutdown', 'whitelist-only']);

type Asked = Extract<CommandName, 'connect' | 'disconnect'>;

/** Nothing is connected where nothing works: then it only stops. */
function endWords({ phase }: KnownState, words: Situation['words']): MessageKey {
  if (phase === 'searching') return 'home.button-stop';
  return words === 'blocked' || words === 'network' ? 'home.button-end' : 'home.button-disconnect';
}

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
      {t(endWords(state, words))}
    </Button>
  );
  if (state.phase === 'stopping' || state.phase === 'lost') return null;
  const isOff = state.phase === 'off';
  const isOn = state.phase === 'on';
  const isLasting = words === 'network' && LASTING.has(state.network?.cause ?? '');
  const help = (label: string) => (
    <Button look="primary" size="huge" onClick={() => go({ name: 'no-way', messenger: null })}>
      {label}
    </Button>
  );
  const isAgainFirst = isOn && words === 'network' && !isLasting;
  const isAgainSecond = isOn && (words === 'partly' || words === 'blocked' || isLasting);
  return (
    <div className={style.buttons} {...kept}>
      {isOff && !isLasting && connect(t('home.button-connect'), 'primary')}
      {isOn && words === 'blocked' && help(t('home.button-help'))}
      {isLasting && help(t('home.no-way'))}
      {isAgainFirst && connect(t('home.button-again'), 'primary')}
      {isOff && isLasting && connect(t('home.button-connect'), 'quiet')}
      {!isOff && (
        <div className={style.second}>
          {isAgainSecond && connect(t('home.button-again'), 'quiet')}
          {disconnect}
        </div>
      )}
      {(words === 'works' || words === 'in-use') && <p className={style.note}>{rich('home.keep-open')}</p>}
      {(isOff || isOn) && words !== 'network' && (
        <Button look="plain" className={style.honest} onClick={() => go({ name: 'honest', from: 'home' })}>
          {t('home.honest')}
        </Button>
      )}
    </div>
  );
}
