import * as v from 'valibot';
import { DROP, type Rule, type RuleContext } from '../rule.ts';

/** Nothing gets through. */
export const downSchema = v.strictObject({ kind: v.literal('down'), id: v.optional(v.string()) });

/** A cable that leads nowhere. */
export function down(_config: v.InferOutput<typeof downSchema>, context: RuleContext): Rule {
  return () => {
    context.count('dropped');
    return DROP;
  };
}
