import { useEngine } from '../../bridge/context.ts';
import { Card } from '../../components/card.tsx';
import { Switch } from '../../components/switch.tsx';
import { useT } from '../../i18n/context.ts';
import { useAsk } from '../ways/use-ask.ts';
import style from './system-proxy.module.css';

/** Which of the person's messengers may never go the direct way. */
export function OnlyThrough() {
  const t = useT();
  const ask = useAsk();
  const { state } = useEngine();
  const { onlyThrough } = state.computer;
  const shown = state.messengers.filter(({ id, chosen }) => chosen || onlyThrough.includes(id));
  return (
    <Card className={style.block}>
      <h2>{t('settings.only-through')}</h2>
      <p className={style.soft}>{t('settings.only-through-lead')}</p>
      {shown.map(({ id, name }) => (
        <Switch
          key={id}
          label={name}
          isOn={onlyThrough.includes(id)}
          onChange={(on) => void ask('onlyThrough', { messenger: id, on })}
        />
      ))}
    </Card>
  );
}
