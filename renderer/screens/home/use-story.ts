import type { MessengerState, Way } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { useT } from '../../i18n/context.ts';
import { isolate } from '../../i18n/isolate.ts';
import { causeSentence } from '../../words/causes.ts';
import { mainPurpose } from '../../words/standing.ts';

/** What the person calls a server, else how its label reads. */
function serverName(label: string, ways: readonly Way[]): string {
  return isolate(ways.find((way) => way.label === label)?.name ?? label);
}

/** Full sentences: what is wrong, what we did about it, whether it is in use. */
export function useStory(messenger: MessengerState): string[] {
  const t = useT();
  const { state } = useEngine();
  const { name, condition, inUseSince } = messenger;
  if (condition === 'idle' || condition === 'waiting') return [];
  const purpose = mainPurpose(messenger);
  const finding =
    purpose?.verdict?.findings[0] ??
    messenger.purposes.find(({ verdict }) => verdict?.findings[0])?.verdict?.findings[0];
  const route = purpose?.route ?? null;
  const isOpen = finding === undefined && route?.transport.kind === 'plain';
  const server = serverName(route?.transport.servers.at(-1) ?? '', state.ways);
  return [
    ...(finding === undefined ? [] : [causeSentence(t, finding, name)]),
    ...(isOpen ? [t('home.open-text', { name })] : []),
    ...(route === null || isOpen ? [] : [t(`home.did-${route.transport.kind}`, { server })]),
    ...(inUseSince === null ? [] : [t('home.in-use')]),
  ];
}
