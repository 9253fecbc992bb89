import * as v from 'valibot';

/** resources/hellos/<browser>.json: a ClientHello as a real browser sent it. */
export const BrowserHelloSchema = v.object({
  /** Name and version of the browser. */
  browser: v.pipe(v.string(), v.minLength(1)),
  recorded: v.pipe(v.string(), v.isoDate()),
  /** The handshake records in hexadecimal, headers included. */
  hello: v.pipe(v.string(), v.hexadecimal(), v.regex(/^(..)+$/), v.maxLength(16384)),
});
export type BrowserHello = v.InferOutput<typeof BrowserHelloSchema>;
