import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';
import style from './empty-ways.module.css';

/** What a way is, for somebody who has none yet, and where to get one. */
export function EmptyWays() {
  const t = useT();
  const { go } = useNavigation();
  return (
    <Page title={t('ways.title')} lead={t('ways.what')}>
      <Card className={style.empty}>
        <Crossing />
        <h2>{t('ways.empty-title')}</h2>
        <p>{t('ways.empty-what')}</p>
        <p>{t('ways.empty-why')}</p>
        <Button look="primary" onClick={() => go({ name: 'no-way', messenger: null })}>
          {t('ways.add')}
        </Button>
      </Card>
    </Page>
  );
}

/** A footbridge round a wall: from this side to the other by way of a house that stands aside. */
function Crossing() {
  return (
    <svg viewBox="0 0 240 84" className={style.picture} aria-hidden="true">
      <path
        className={style.water}
        d="M0 66c20 0 20 6 40 6s20-6 40-6 20 6 40 6 20-6 40-6 20 6 40 6 20-6 40-6v18H0Z"
      />
      <rect className={style.wall} x="106" y="42" width="28" height="28" rx="3" />
      <path className={style.joints} d="M106 51h28M106 60h28M120 42v9M113 51v9M127 51v9M120 60v10" />
      <path className={style.path} d="M26 58C62 10 178 10 214 58" />
      <path className={style.posts} d="M52 33v25M86 20v19M154 20v19M188 33v25" />
      <path className={style.house} d="m109 22 11-10 11 10v11h-22Z" />
      <circle className={style.person} cx="20" cy="54" r="8" />
      <circle className={style.person} cx="220" cy="54" r="8" />
    </svg>
  );
}
