import * as v from 'valibot';
import pages from '../../resources/pages.json' with { type: 'json' };
import { PagesSchema } from '../model/pages.ts';

/** Part of the bundle: what may be opened cannot be exchanged by a file that somebody puts beside it. */
const known = new Map(Object.entries(v.parse(PagesSchema, pages)));

/** The address of a page of resources/pages.json, or null. */
export function pageUrl(id: string): string | null {
  return known.get(id) ?? null;
}
