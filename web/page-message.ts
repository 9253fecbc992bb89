import * as v from 'valibot';
import { type PageMessage, PageMessageSchema } from '../core/contract.ts';

/** What a page sent, or null where it is none of our messages. */
export function readPageMessage(text: string): PageMessage | null {
  try {
    const result = v.safeParse(PageMessageSchema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
