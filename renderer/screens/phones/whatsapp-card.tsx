import { useId } from 'react';
import { Card } from '../../components/card.tsx';
import { useT } from '../../i18n/context.ts';
import { proxyForm, proxyMenu } from '../../illustrations/on-phones.tsx';
import { Picture } from '../../illustrations/picture.tsx';
import type { WhatsappDoor } from './doors.ts';
import style from './phones.module.css';

/** What to type into WhatsApp on a phone: three large lines, the steps, and how that looks. */
export function WhatsappCard({ door }: { readonly door: WhatsappDoor }) {
  const t = useT();
  const title = useId();
  const lines = [
    [t('phones.address'), door.host],
    [t('phones.chat-port'), door.chat],
    [t('phones.media-port'), door.media],
  ] as const;
  const fill = (text: string) =>
    text.replace('{host}', door.host).replace('{chat}', door.chat).replace('{media}', door.media);
  return (
    <Card aria-labelledby={title}>
      <h2 id={title}>WhatsApp</h2>
      <dl className={style.lines}>
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <bdi className="exact" dir="ltr">
                {value}
              </bdi>
            </dd>
          </div>
        ))}
      </dl>
      <div className={style.pictures}>
        <Picture drawing={proxyMenu} />
        <Picture drawing={proxyForm} fill={fill} />
      </div>
      <ol className={style.steps}>
        <li>
          <p>{t('phones.whatsapp-android')}</p>
          <p>{t('phones.whatsapp-iphone')}</p>
        </li>
        <li>{t('phones.whatsapp-menu')}</li>
        <li>{t('phones.whatsapp-type')}</li>
        <li>{t('phones.whatsapp-done')}</li>
      </ol>
    </Card>
  );
}
