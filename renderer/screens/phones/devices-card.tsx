import { useId } from 'react';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useLanguage } from '../../i18n/context.ts';
import { bytesText } from '../details/sizes.ts';
import { useAsk } from '../ways/use-ask.ts';
import type { Shared } from './doors.ts';
import style from './phones.module.css';

type Device = Shared['devices'][number];

function DeviceLine({ device }: { readonly device: Device }) {
  const { t, tag } = useLanguage();
  const ask = useAsk();
  const { id, isBlocked, open, up, down } = device;
  const name = device.name ?? device.address;
  const [title, button] = [useId(), useId()];
  return (
    <li className={style.device}>
      <div>
        <strong id={title}>
          <bdi dir={device.name === null ? 'ltr' : 'auto'}>{name}</bdi>
        </strong>
        <p className={style.soft}>{t('phones.device-open', { open, amount: bytesText(tag, up + down) })}</p>
      </div>
      {isBlocked && <StatusBadge tone="blocked">{t('phones.blocked')}</StatusBadge>}
      <Button
        id={button}
        aria-labelledby={`${button} ${title}`}
        onClick={() => void ask('blockDevice', { id, on: !isBlocked })}
      >
        {t(isBlocked ? 'phones.allow' : 'phones.block')}
      </Button>
    </li>
  );
}

/** Who has come, and how to shut somebody out. */
export function DevicesCard({ devices, refused }: Pick<Shared, 'devices' | 'refused'>) {
  const { t } = useLanguage();
  const title = useId();
  return (
    <Card aria-labelledby={title} className={style.screenOnly}>
      <h2 id={title}>{t('phones.devices')}</h2>
      {devices.length === 0 ? (
        <p className={style.soft}>{t('phones.devices-none')}</p>
      ) : (
        <ul className={style.devices}>
          {devices.map((device) => (
            <DeviceLine key={device.id} device={device} />
          ))}
        </ul>
      )}
      {refused > 0 && <p className={style.soft}>{t('phones.refused', { count: refused })}</p>}
    </Card>
  );
}
