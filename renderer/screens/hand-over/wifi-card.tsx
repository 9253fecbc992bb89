import { useEffect, useState } from 'react';
import type { HandOverState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Notice } from '../../components/notice.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useLanguage, useT } from '../../i18n/context.ts';
import { QrImage } from '../ways/qr-image.tsx';
import { drawQr, type QrPicture } from '../ways/qr-path.ts';
import style from './hand-over.module.css';

type Wifi = HandOverState['wifi'];
type Open = Extract<NonNullable<Wifi>, { stage: 'open' }>;

/** Offers the files on the Wi-Fi that is shared. */
export function WifiCard({ ids, wifi }: { readonly ids: readonly string[]; readonly wifi: Wifi }) {
  const t = useT();
  const { tag, direction } = useLanguage();
  const { bridge } = useEngine();
  const { toast } = useSpeaker();
  const [isAlone, setIsAlone] = useState(false);
  const start = async () => {
    const words = {
      language: tag,
      direction,
      title: t('hand-over.page-title'),
      lead: t('hand-over.page-lead'),
    };
    const outcome = await bridge.call('startHandOver', { ids: [...ids], words });
    setIsAlone(!outcome.ok && outcome.error.code === 'not-possible-here');
    if (!outcome.ok && outcome.error.code !== 'not-possible-here')
      toast(t(`common.error-${outcome.error.code}`), 'blocked');
  };
  const isGoing = wifi?.stage === 'reading' || wifi?.stage === 'open';
  return (
    <Card aria-labelledby="wifi">
      <h2 id="wifi">{t('hand-over.wifi')}</h2>
      <p>{t('hand-over.wifi-lead')}</p>
      <div role="status" className={style.said}>
        {isAlone && !isGoing && <Notice tone="partly">{t('hand-over.wifi-none')}</Notice>}
        {wifi?.stage === 'reading' && <Notice tone="busy">{t('hand-over.wifi-reading')}</Notice>}
        {wifi?.stage === 'ended' && <Notice tone="rest">{t(`hand-over.wifi-ended-${wifi.why}`)}</Notice>}
      </div>
      {wifi?.stage === 'open' && <Offer offer={wifi} />}
      <div className={style.buttons}>
        {isGoing ? (
          <Button onClick={() => void bridge.call('stopHandOver', {})}>{t('hand-over.wifi-stop')}</Button>
        ) : (
          <Button look="primary" disabled={ids.length === 0} onClick={() => void start()}>
            {t('hand-over.wifi-start')}
          </Button>
        )}
      </div>
    </Card>
  );
}

/** Where it is to be had, and how it is used. */
function Offer({ offer: { urls, files, loading, loaded } }: { readonly offer: Open }) {
  const t = useT();
  const [url = ''] = urls;
  const picture = useQr(url);
  return (
    <>
      <p>{t('hand-over.wifi-how')}</p>
      {picture !== null && (
        <div className={style.code}>
          <QrImage picture={picture} label={t('hand-over.wifi-code')} />
        </div>
      )}
      {urls.map((one) => (
        <CopyField key={one} label={t('hand-over.wifi-address')} value={one} />
      ))}
      <p>{t('hand-over.wifi-use', { loading, loaded })}</p>
      <p className={style.soft}>{t('hand-over.wifi-firewall')}</p>
      <Disclosure title={t('hand-over.wifi-sums')}>
        {files.map(({ name, sha256 }) => (
          <CopyField key={name} label={<bdi>{name}</bdi>} value={sha256} />
        ))}
      </Disclosure>
    </>
  );
}

/** The code of an address; null until it is drawn. */
function useQr(text: string): QrPicture | null {
  const [picture, setPicture] = useState<QrPicture | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void drawQr(text).then((drawn) => {
      if (isCurrent) setPicture(drawn);
    });
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return picture;
}
