import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';
import { nearby } from '../../illustrations/between-people.tsx';
import { Picture } from '../../illustrations/picture.tsx';
import style from './no-way.module.css';

const APPS = ['bitchat', 'briar'] as const;
const ASPECTS = ['what', 'range', 'get', 'limit'] as const;

/** What works from phone to phone without any internet, with its limits. */
export function Nearby() {
  const t = useT();
  return (
    <Card aria-labelledby="nearby">
      <h2 id="nearby">{t('no-way.nearby-title')}</h2>
      <div className={style.beside}>
        <p>{t('no-way.nearby-about')}</p>
        <Picture drawing={nearby} />
      </div>
      <div className={style.apps}>
        {APPS.map((app) => (
          <section key={app} className={style.app} aria-labelledby={app}>
            <h3 id={app}>{t(`no-way.app-${app}`)}</h3>
            <dl className={style.aspects}>
              {ASPECTS.map((aspect) => (
                <div key={aspect}>
                  <dt>{t(`no-way.app-${aspect}`)}</dt>
                  <dd>{t(`no-way.${app}-${aspect}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Card>
  );
}

/** How those beside us get the program while the internet is away. */
export function PassOn() {
  const t = useT();
  const { go } = useNavigation();
  return (
    <Card aria-labelledby="pass-on">
      <h2 id="pass-on">{t('no-way.handover-title')}</h2>
      <p>{t('no-way.handover-how')}</p>
      <p>{t('no-way.handover-before')}</p>
      <div>
        <Button onClick={() => go({ name: 'hand-over' })}>{t('hand-over.open')}</Button>
      </div>
    </Card>
  );
}
