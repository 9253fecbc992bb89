import * as v from 'valibot';
import type { Cause } from './verdict.ts';

export const RIVAL_KINDS = ['reshapes', 'inspects', 'slows'] as const;

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** A program that works on connections as well, and what gives it away while it runs. */
const RivalSchema = v.object({
  /** As it calls itself. */
  name: Name,
  /**
   * `reshapes`: changes first flights as we do; `inspects`: opens encrypted connections to look into them (an antivirus
   * program); `slows`: orders or filters what a computer sends, and is known to break long connections.
   */
  kind: v.picklist(RIVAL_KINDS),
  /** Names of its processes, in lower case, without `.exe`. */
  processes: v.pipe(v.array(v.pipe(Name, v.regex(/^[a-z0-9][a-z0-9 ._+-]*$/))), v.maxLength(16)),
  /** Names of its services and drivers on Windows, in lower case. */
  services: v.optional(v.pipe(v.array(v.pipe(Name, v.regex(/^[a-z0-9_.-]+$/))), v.maxLength(16)), []),
  /** Where its names, or the trouble, are told. */
  source: v.pipe(v.string(), v.url()),
});
export type Rival = v.InferOutput<typeof RivalSchema>;

/** resources/rivals.json. */
export const RivalsSchema = v.pipe(v.array(RivalSchema), v.minLength(1), v.maxLength(64));

/** A rival as others are told of it. */
export type RivalView = Pick<Rival, 'name' | 'kind'>;

const MATTERS: Readonly<Record<Rival['kind'], readonly Cause[] | 'always'>> = {
  reshapes: 'always',
  inspects: ['intercepted'],
  slows: ['frozen', 'throttled'],
};

/** Those of which a person should know, with what was found to be wrong: most run on many computers and harm nobody. */
export function rivalsThatMatter<R extends RivalView>(
  rivals: readonly R[],
  found: readonly Cause[],
): readonly R[] {
  return rivals.filter(({ kind }) => {
    const causes = MATTERS[kind];
    return causes === 'always' || causes.some((cause) => found.includes(cause));
  });
}
