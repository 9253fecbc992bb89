import type { Guide } from '../../../core/model/guide.ts';

/** Every guide there is: a new messenger is a new file in resources/guides, which core/model/guide.test.ts checks. */
const FILES = import.meta.glob<Guide>('../../../resources/guides/*.json', { eager: true, import: 'default' });

const GUIDES: ReadonlyMap<string, Guide> = new Map(
  Object.entries(FILES).map(([path, guide]) => [path.replace(/^.*\/|\.json$/g, ''), guide]),
);

const NO_GUIDE: Guide = { uses: [], notes: [], notSeen: [], calls: 'what-now.calls-generic' };

/** The guide of a messenger, or the one that fits any. */
export function guideOf(messenger: string): Guide {
  return GUIDES.get(messenger) ?? GUIDES.get('generic') ?? NO_GUIDE;
}
