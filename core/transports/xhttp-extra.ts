import * as v from 'valibot';

/** Longer is nothing that somebody was sent. Characters. */
const MOST = 2048;
const Name = v.pipe(v.string(), v.regex(/^[a-z]{1,32}$/i));
const Scalar = v.union([
  v.boolean(),
  v.pipe(v.number(), v.safeInteger()),
  v.pipe(v.string(), v.maxLength(256), v.regex(/^[\x20-\x7e]*$/)),
]);
const HeaderName = v.pipe(v.string(), v.regex(/^(?!host$)[a-z0-9-]{1,64}$/i));
const Text = v.pipe(v.string(), v.maxLength(1024), v.regex(/^[\x20-\x7e]*$/));
/** How Xray's HTTP carriage is to behave. A second server for what comes back (`downloadSettings`) is not among it. */
const ExtraSchema = v.pipe(
  v.looseObject({
    headers: v.optional(v.record(HeaderName, Text)),
    xmux: v.optional(v.record(Name, Scalar)),
  }),
  v.check((extra) =>
    Object.entries(extra).every(
      ([name, value]) => v.is(Name, name) && (name === 'headers' || name === 'xmux' || v.is(Scalar, value)),
    ),
  ),
);

/** Reads the JSON of a link's `extra` and prints it without its spaces; undefined where it is none, or asks for more than scalars. */
export function readXhttpExtra(text: string): string | undefined {
  if (text.length > MOST) return undefined;
  try {
    const extra = v.safeParse(ExtraSchema, JSON.parse(text));
    return extra.success ? JSON.stringify(extra.output) : undefined;
  } catch {
    return undefined;
  }
}
