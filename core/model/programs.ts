import * as v from 'valibot';

/** A program that may offer a proxy on this computer, and where it does so unless it was told otherwise. */
const ProgramSchema = v.object({
  /** As it calls itself. */
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
  protocol: v.picklist(['socks5', 'http']),
  /** Its proxy leads into Tor's network, where streams can be kept apart. */
  isTor: v.optional(v.literal(true)),
  /** Where its own authors say so. */
  source: v.pipe(v.string(), v.url()),
});
export type Program = v.InferOutput<typeof ProgramSchema>;

/** resources/programs.json: where several share a port, the most used first. */
export const ProgramsSchema = v.pipe(v.array(ProgramSchema), v.minLength(1), v.maxLength(64));
