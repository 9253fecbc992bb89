import * as v from 'valibot';
import { type Entry, EntrySchema } from './entry.ts';
import { linkOf } from './link-of.ts';

/** A link in JSON: what Outline calls an access key. */
const LinkSchema = v.looseObject({ accessKey: v.pipe(v.string(), v.maxLength(4096)) });
/** Outline's own description of a transport: more than a link can say. */
const TRANSPORT = /^\s*(?:transport\s*:|\{\s*"transport"\s*:|\$type\s*:)/;

/**
 * The links that one of Outline's dynamic access keys leads to: one server in JSON, or a link in it. A transport in Outline's
 * own words becomes a link that is refused by its name. Undefined for anything else.
 */
export function fromOutline(text: string): readonly string[] | undefined {
  if (TRANSPORT.test(text)) return ['outline://transport'];
  const tree = parseJson(text);
  const link = v.safeParse(LinkSchema, tree);
  if (link.success) return [link.output.accessKey];
  const entry = v.safeParse(EntrySchema, tree);
  return entry.success && isKey(entry.output) ? [linkOf(entry.output) ?? ''] : undefined;
}

function isKey({ method, password }: Entry): boolean {
  return method !== undefined && password !== undefined;
}

function parseJson(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
