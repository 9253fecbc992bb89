import * as v from 'valibot';
import { type DeepLink, deepLinkOfArguments, parseDeepLink } from './deep-link.ts';

const PassedOn = v.object({ link: v.pipe(v.string(), v.maxLength(48 * 1024)) });

/**
 * What a second start hands to the running program. Not its arguments: Chromium adds to them and changes their order, so
 * that the last one there is not the last one here.
 */
export function toPassOn(argv: readonly string[]): { readonly link: string } {
  return { link: deepLinkOfArguments(argv) === null ? '' : (argv.at(-1) ?? '') };
}

/** The link another start handed over, checked again: whoever can write to the lock may have sent it. */
export function passedOn(data: unknown): DeepLink | null {
  const parsed = v.safeParse(PassedOn, data);
  return parsed.success ? parseDeepLink(parsed.output.link) : null;
}
