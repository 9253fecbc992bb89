import type { MessengerState } from '../../../core/contract.ts';
import { useT } from '../../i18n/context.ts';
import { causeSentence } from '../../words/causes.ts';
import { mainPurpose } from '../../words/standing.ts';

/** Full sentences: what is wrong, what we did about it, whether it is in use. */
export function useStory(messenger: MessengerState): string[] {
  const t = useT();
  const { name, condition, inUseSince } = messenger;
  if (condition === 'idle' || condition === 'waiting') return [];
  const purpose = mainPurpose(messenger);
  const finding =
    purpose?.verdict?.findings[0] ??
    messenger.purposes.find(({ verdict }) => verdict?.findings[0])?.verdict?.findings[0];
  const route = purpose?.route ?? null;
  const isOpen = finding === undefined && route?.transport.kind === 'plain';
  const server = route?.transport.servers.at(-1) ?? '';
  return [
    ...(finding === undefined ? [] : [causeSentence(t, finding, name)]),
    ...(isOpen ? [t('home.open-text', { name })] : []),
    ...(route === null || isOpen ? [] : [t(`home.did-${route.transport.kind}`, { server })]),
    ...(inUseSince === null ? [] : [t('home.in-use')]),
  ];
}
