import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const ruleStatisticsSchema = v.object({
  /** The rule's `id`, or its kind. */
  id: v.string(),
  kind: v.string(),
  /** How often it was tripped. */
  hits: count,
  /** Other things it counted, e.g. `dropped`. */
  counts: v.record(v.string(), count),
});

export const statisticsSchema = v.object({
  /** Packets that went into the wire at the client (`up`) and at the world (`down`). */
  up: count,
  down: count,
  /** Packets made by rules. */
  injected: count,
  /** Not IP, or lying about their length: dropped. */
  malformed: count,
  /** Of TCP flows that began before this wire: dropped. */
  stale: count,
  /** Of the client, which may not pass so many routers: dropped. */
  expired: count,
  /** Dropped because too many were on their way. */
  overflow: count,
  rules: v.array(ruleStatisticsSchema),
});

const hitSchema = v.looseObject({
  event: v.literal('hit'),
  /** Milliseconds since the wire was started. */
  at: v.number(),
  rule: v.string(),
});

/** What the wire program prints, one JSON object per line. */
export const outputSchema = v.variant('event', [
  v.object({ event: v.literal('ready') }),
  v.object({ event: v.literal('stats'), statistics: statisticsSchema }),
  v.object({ event: v.literal('error'), message: v.string() }),
  hitSchema,
]);

export type RuleStatistics = v.InferOutput<typeof ruleStatisticsSchema>;
export type WireStatistics = v.InferOutput<typeof statisticsSchema>;
/** A rule was tripped; the other entries tell by what. */
export type WireHit = v.InferOutput<typeof hitSchema>;
export type WireOutput = v.InferOutput<typeof outputSchema>;
