import type { MessengerState, PurposeState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { Tone } from '../../components/tone.ts';
import { useLanguage, useT } from '../../i18n/context.ts';
import { FindingWords } from './finding-words.tsx';
import { Section } from './section.tsx';
import { durationText } from './sizes.ts';
import style from './verdicts.module.css';

type VerdictState = NonNullable<PurposeState['verdict']>['state'] | 'none';
/** How a verdict looks. */
export const TONES: Readonly<Record<VerdictState, Tone>> = {
  reachable: 'works',
  answers: 'works',
  blocked: 'blocked',
  unknown: 'partly',
  none: 'rest',
};

/** How each chosen messenger fares without help, why, and what carries it. */
export function Verdicts() {
  const t = useT();
  const messengers = useEngine().state.messengers.filter(({ chosen }) => chosen);
  return (
    <Section title={t('details.verdicts-title')} lead={t('details.verdicts-lead')}>
      {messengers.length === 0 && <p>{t('details.verdicts-none')}</p>}
      {messengers.map((messenger) => (
        <Messenger key={messenger.id} messenger={messenger} />
      ))}
    </Section>
  );
}

function Messenger({ messenger }: { readonly messenger: MessengerState }) {
  const t = useT();
  return (
    <div className={style.messenger}>
      <h3>
        <bdi>{messenger.name}</bdi>
      </h3>
      {messenger.purposes.map((purpose) => (
        <dl key={purpose.purpose} className={style.purpose}>
          <div>
            <dt>{t('details.column-purpose')}</dt>
            <dd className={style.name}>{t(`details.purpose-${purpose.purpose}`)}</dd>
          </div>
          <div>
            <dt>{t('details.column-verdict')}</dt>
            <Verdict verdict={purpose.verdict} />
          </div>
          <div>
            <dt>{t('details.column-route')}</dt>
            <Route purpose={purpose} />
          </div>
        </dl>
      ))}
    </div>
  );
}

function Verdict({ verdict }: Pick<PurposeState, 'verdict'>) {
  const t = useT();
  const state = verdict?.state ?? 'none';
  return (
    <dd>
      <StatusBadge tone={TONES[state]}>{t(`details.verdict-${state}`)}</StatusBadge>
      {verdict !== null && verdict.findings.length > 0 && (
        <ul className={style.findings}>
          {verdict.findings.map((finding) => (
            <li key={`${finding.cause} ${finding.detail}`}>
              <FindingWords finding={finding} />
            </li>
          ))}
        </ul>
      )}
    </dd>
  );
}

function Route({ purpose: { route, trying } }: { readonly purpose: PurposeState }) {
  const { t, tag } = useLanguage();
  if (route !== null) {
    return (
      <dd>
        <code dir="ltr">{route.transport.text}</code>
        <p className={style.proof}>
          {t(`details.route-${route.proof}`, { duration: durationText(tag, route.seconds * 1000) })}
        </p>
      </dd>
    );
  }
  if (trying === null) return <dd>{t('details.route-none')}</dd>;
  return (
    <dd>
      {t('details.route-trying')} <code dir="ltr">{trying.text}</code>
    </dd>
  );
}
