import {
  isOpen,
  isOpenPurpose,
  type MessengerState,
  type PurposeState,
  type Way,
} from '../../core/contract.ts';
import type { Translate } from '../i18n/translator.ts';
import { causeSentence } from './causes.ts';
import { serverName } from './server-name.ts';
import { mainPurpose } from './standing.ts';

const isHindered = ({ verdict }: PurposeState) => verdict?.findings[0] !== undefined;

/** What is told about: the first thing that is hindered, and rather one that a way was found for. */
function toldOf(messenger: MessengerState): PurposeState | undefined {
  const hindered = messenger.purposes.filter(isHindered);
  return hindered.find(({ route }) => route !== null) ?? hindered[0] ?? mainPurpose(messenger);
}

function didSentence(t: Translate, { route, verdict }: PurposeState, ways: readonly Way[]): string[] {
  if (route === null) return [];
  const { kind, text } = route.transport;
  if (kind === 'plain' && verdict?.findings[0] !== undefined) return [t('home.did-plain-anyway')];
  return [t(`home.did-${kind}`, { server: serverName(text, ways) })];
}

/** What of the messenger is not concerned; said the shorter way round where just one thing is. */
function extentSentences(t: Translate, { name, purposes }: MessengerState): string[] {
  const hindered = purposes.filter(isHindered);
  const open = purposes.filter((one) => one.purpose !== 'calls' && isOpenPurpose(one));
  if (open.length === 0) return [];
  const isAlone = purposes.every((one) => isHindered(one) || one.purpose === 'calls' || isOpenPurpose(one));
  const [only] = hindered;
  if (isAlone && hindered.length === 1 && only !== undefined) {
    return [t(`home.only-${only.purpose}`, { name })];
  }
  return open.flatMap(({ purpose }) => (purpose === 'calls' ? [] : [t(`home.open-${purpose}`, { name })]));
}

/**
 * A messenger's story in full sentences: what is wrong, what we did about just that, and what of the messenger is not
 * concerned. Empty while nothing is known.
 */
export function storyOf(t: Translate, messenger: MessengerState, ways: readonly Way[]): string[] {
  const { name, condition } = messenger;
  if (condition === 'idle' || condition === 'waiting') return [];
  if (isOpen(messenger)) return [t('home.open-text', { name })];
  const told = toldOf(messenger);
  if (told === undefined) return [];
  const finding = told.verdict?.findings[0];
  const did = didSentence(t, told, ways);
  if (finding === undefined) return did;
  return [causeSentence(t, finding, name), ...did, ...extentSentences(t, messenger)];
}
