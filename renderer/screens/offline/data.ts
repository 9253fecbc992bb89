import type { OfflineGuides, OfflineList } from '../../../core/model/offline.ts';
import guides from '../../../resources/offline/guides.json';
import prepare from '../../../resources/offline/prepare.json';
import words from '../../../resources/offline/words.json';
import type { MessageKey } from '../../i18n/translator.ts';

/** What stands in resources/offline, which core/model/offline.test.ts checks: part of the screens, so that no network is needed. */
export const GUIDES: OfflineGuides = guides;
export const PREPARE: OfflineList = prepare;
export const WORDS: OfflineList = words;

type OfflineKey = Extract<MessageKey, `offline.${string}` | `no-way.${string}`>;

const isOfflineKey = (key: string): key is OfflineKey => /^(?:offline|no-way)\./.test(key);

/** A key out of the data, as one of ours; the title where it is none. */
export const offlineKey = (key: string): OfflineKey => (isOfflineKey(key) ? key : 'offline.title');
