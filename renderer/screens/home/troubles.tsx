import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { useT } from '../../i18n/context.ts';
import { failureSentence } from '../../words/causes.ts';
import { serverName } from '../../words/server-name.ts';

/** As many as a person can mend at a time, the newest of them. */
const SHOWN = 2;

/** What the person can know or mend about their servers; everything else is for Details. */
export function Troubles() {
  const t = useT();
  const { state } = useEngine();
  const { go } = useNavigation();
  const ofServers = state.troubles.flatMap(({ code, transport }) =>
    transport === null ? [] : [{ code, transport }],
  );
  if (state.keyPlace === 'locked' || state.keyPlace === 'waiting') {
    const isAsking = state.keyPlace === 'waiting';
    return (
      <Notice tone={isAsking ? 'busy' : 'partly'} title={t(`home.keys-${state.keyPlace}`)}>
        <p>{t(`settings.keys-${state.keyPlace}`)}</p>
      </Notice>
    );
  }
  return ofServers.slice(-SHOWN).map(({ code, transport }) => (
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
