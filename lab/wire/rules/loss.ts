import * as v from 'valibot';
import { DROP, PASS, type Rule, type RuleContext } from '../rule.ts';

/** Packets get lost at random, at the same rate both ways unless `direction` is given. */
export const lossSchema = v.strictObject({
  kind: v.literal('loss'),
  id: v.optional(v.string()),
  /** From 0 to 1: 0.02 is 2 %. */
  rate: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  direction: v.optional(v.picklist(['up', 'down'])),
});

/** Independent losses from the seeded source of the wire, so that a run can be repeated. */
export function loss(config: v.InferOutput<typeof lossSchema>, context: RuleContext): Rule {
  return ({ direction }) => {
    if (config.direction && config.direction !== direction) return PASS;
    if (context.random() >= config.rate) return PASS;
    context.count('dropped');
    return DROP;
  };
}
