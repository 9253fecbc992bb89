import * as v from 'valibot';

/** A page that a provider shows in place of what was asked for: known by where it leads, or by words in it. */
const BlockPageSchema = v.variant('by', [
  v.object({
    by: v.literal('location'),
    id: v.pipe(v.string(), v.regex(/^[a-z]{2}-[a-z0-9-]{1,40}$/)),
    /** How the `Location` field begins. */
    prefix: v.pipe(v.string(), v.startsWith('http')),
  }),
  v.object({
    by: v.literal('body'),
    id: v.pipe(v.string(), v.regex(/^[a-z]{2}-[a-z0-9-]{1,40}$/)),
    contains: v.pipe(v.string(), v.minLength(8)),
  }),
]);
export type BlockPage = v.InferOutput<typeof BlockPageSchema>;

/** resources/block-pages.json */
export const BlockPagesSchema = v.object({ pages: v.array(BlockPageSchema), source: v.string() });
