import { useId } from 'react';
import { Card } from '../../components/card.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { useT } from '../../i18n/context.ts';
import { QrImage } from '../ways/qr-image.tsx';
import style from './phones.module.css';
import { usePhonePictures } from './use-phone-pictures.ts';

/** The picture that a phone's camera makes Telegram's setting of; below it another, for where that does not work. */
export function TelegramCard({ place }: { readonly place: string }) {
  const t = useT();
  const title = useId();
  const pictures = usePhonePictures(place);
  const label = t('phones.telegram-picture');
  return (
    <Card aria-labelledby={title}>
      <h2 id={title}>Telegram</h2>
      <div className={style.code}>{pictures?.link && <QrImage picture={pictures.link} label={label} />}</div>
      <ol className={style.steps}>
        <li>{t('phones.telegram-scan')}</li>
        <li>{t('phones.telegram-connect')}</li>
      </ol>
      {pictures?.other && (
        <div className={style.screenOnly}>
          <Disclosure title={t('phones.telegram-other')}>
            <div className={style.block}>
              <p>{t('phones.telegram-other-more')}</p>
              <div className={style.code}>
                <QrImage picture={pictures.other} label={label} />
              </div>
            </div>
          </Disclosure>
        </div>
      )}
    </Card>
  );
}
