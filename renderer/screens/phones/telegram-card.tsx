import { useId } from 'react';
import { Card } from '../../components/card.tsx';
import { useT } from '../../i18n/context.ts';
import { QrImage } from '../ways/qr-image.tsx';
import style from './phones.module.css';
import { usePhonePicture } from './use-phone-picture.ts';

/** The picture that a phone's camera makes Telegram's setting of. */
export function TelegramCard({ place }: { readonly place: string }) {
  const t = useT();
  const title = useId();
  const picture = usePhonePicture(place);
  return (
    <Card aria-labelledby={title}>
      <h2 id={title}>Telegram</h2>
      <div className={style.code}>
        {picture !== null && <QrImage picture={picture} label={t('phones.telegram-picture')} />}
      </div>
      <ol className={style.steps}>
        <li>{t('phones.telegram-scan')}</li>
        <li>{t('phones.telegram-connect')}</li>
      </ol>
    </Card>
  );
}
