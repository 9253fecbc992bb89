import { useEffect, useState } from 'react';
import type { Answer, Bridge } from '../../core/contract.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useSpeaker } from '../components/toast-context.ts';
import { useT } from '../i18n/context.ts';
import { useRich } from '../i18n/rich.tsx';
import { useNavigation } from './navigation.ts';
import { ProposalFacts } from './proposal-facts.tsx';

type Described = Answer<'describeLinks'>;

function useInvitation(bridge: Bridge) {
  const [described, setDescribed] = useState<Described | null>(null);
  useEffect(
    () =>
      bridge.watchInvitations((text) => {
        void bridge.call('describeLinks', { text }).then((outcome) => {
          setDescribed(outcome.ok ? outcome.value : { proposals: [], lists: [], problems: [] });
        });
      }),
    [bridge],
  );
  return { described, forget: () => setDescribed(null) };
}

/** A link that the program was opened with: shown and explained, and nothing is contacted before the person's yes. */
export function Invitation({ bridge }: { readonly bridge: Bridge }) {
  const t = useT();
  const rich = useRich();
  const { go } = useNavigation();
  const { toast } = useSpeaker();
  const { described, forget } = useInvitation(bridge);
  if (described === null) return null;
  const { proposals, lists, problems } = described;
  if (proposals.length + lists.length === 0) {
    const scheme = problems[0]?.scheme ?? null;
    return (
      <Dialog
        isOpen
        title={t('common.invite-broken-title')}
        onClose={forget}
        actions={<Button onClick={forget}>{t('common.close')}</Button>}
      >
        <p>
          {scheme === null
            ? t('common.invite-broken-text')
            : t('common.invite-foreign-text', { scheme: `${scheme}:` })}
        </p>
      </Dialog>
    );
  }
  const accept = async () => {
    const tokens = proposals.map(({ token }) => token);
    forget();
    go({ name: 'ways' });
    if (tokens.length > 0) {
      const outcome = await bridge.call('acceptProposals', { tokens });
      if (!outcome.ok) return toast(t(`common.error-${outcome.error.code}`), 'blocked');
      toast(t('common.invite-added', { count: tokens.length }));
    }
    for (const { token, host } of lists) {
      toast(t('lists.fetching', { host }));
      const outcome = await bridge.call('fetchList', { token });
      if (!outcome.ok) toast(t(`common.error-${outcome.error.code}`), 'blocked');
      else if (outcome.value.outcome === 'failed')
        toast(t(`lists.failed-${outcome.value.failure}`, { host }), 'blocked');
      else toast(t('lists.added', { count: outcome.value.added }));
    }
  };
  return (
    <Dialog
      isOpen
      title={
        proposals.length === 0
          ? t('lists.found-title')
          : t('common.invite-title', { count: proposals.length })
      }
      onClose={forget}
      actions={
        <>
          <Button onClick={forget}>{t('common.not-now')}</Button>
          <Button look="primary" onClick={() => void accept()}>
            {t('common.invite-yes')}
          </Button>
        </>
      }
    >
      {proposals.length > 0 && <p>{t('common.invite-lead')}</p>}
      {proposals.map((proposal) => (
        <ProposalFacts key={proposal.token} proposal={proposal} />
      ))}
      {lists.map(({ token, host }) => (
        <p key={token}>
          {t('lists.found-about', { host })} {t('lists.found-sees', { host })}
        </p>
      ))}
      <p>{rich('common.invite-trust')}</p>
    </Dialog>
  );
}
