import * as v from 'valibot';

/** Names something that can be prepared. */
export const PREPARED_ID = /^[a-z][a-z0-9-]{0,31}$/;
export const MOST_PREPARED = 32;
const Id = v.pipe(v.string(), v.regex(PREPARED_ID));
/** A message of `resources/locales/<language>/offline.json`, or of `no-way.json` where that says it already. */
const Message = v.pipe(v.string(), v.regex(/^(?:offline|no-way)\.[a-z0-9-]{1,80}$/));

/** resources/offline/guides.json: what helps while there is no internet, in the order of the screen. */
export const OfflineGuidesSchema = v.pipe(
  v.array(
    v.object({ id: Id, title: Message, points: v.pipe(v.array(Message), v.minLength(1), v.maxLength(12)) }),
  ),
  v.maxLength(16),
);
export type OfflineGuides = v.InferOutput<typeof OfflineGuidesSchema>;

/** resources/offline/prepare.json: what to do beforehand; ticks are remembered by `id`. resources/offline/words.json: words to send, which may name a messenger as `{name}`. */
export const OfflineListSchema = v.pipe(
  v.array(v.object({ id: Id, text: Message })),
  v.maxLength(MOST_PREPARED),
);
export type OfflineList = v.InferOutput<typeof OfflineListSchema>;
