import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';
import { failureSentence } from '../../words/causes.ts';
import { serverName } from '../../words/server-name.ts';
import { serverTroubles } from './server-troubles.ts';

/** What the person can know or mend about their servers; everything else is for Details. */
export function Troubles() {
  const t = useT();
  const { state } = useEngine();
  const { go } = useNavigation();
  if (state.keyPlace === 'locked' || state.keyPlace === 'waiting') {
    const isAsking = state.keyPlace === 'waiting';
    return (
      <Notice tone={isAsking ? 'busy' : 'partly'} title={t(`home.keys-${state.keyPlace}`)}>
        <p>{t(`settings.keys-${state.keyPlace}`)}</p>
      </Notice>
    );
  }
  return serverTroubles(state).map(({ code, transport }) => (
    <Notice
      key={`${code} ${transport}`}
      tone="partly"
      title={t('home.trouble-server', { server: serverName(transport, state.ways) })}
      actions={<Button onClick={() => go({ name: 'ways' })}>{t('home.see-ways')}</Button>}
    >
      <p>{failureSentence(t, code)}</p>
    </Notice>
  ));
}
