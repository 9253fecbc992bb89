import * as v from 'valibot';
import { ruleSchema } from './rules/index.ts';

const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(10_000));

const hops = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64));

/** The whole behaviour of a wire between client and world. */
export const wireSchema = v.strictObject({
  /** Half the round trip, in ms. */
  oneWayMs: v.optional(milliseconds, 30),
  /** How far the censor is from the client, one way: what it injects is at the client after twice that. */
  censorMs: v.optional(milliseconds, 2),
  /** A packet may take up to so much longer; packets of one direction never overtake each other. */
  jitterMs: v.optional(milliseconds, 0),
  /** Routers before the censor, and as many in all: a packet of the client's that may not pass so many is lost there. */
  censorHops: v.optional(hops, 0),
  hops: v.optional(hops, 0),
  /** Of all randomness: loss and jitter. */
  seed: v.optional(v.pipe(v.number(), v.integer()), 1),
  /** From the client outwards; packets of the world meet them in the opposite order. */
  rules: v.optional(v.array(ruleSchema), []),
  /** Beyond those, and out of force until each is begun by its id: what changes while people are connected. */
  later: v.optional(v.array(ruleSchema), []),
});

export type WireConfig = v.InferOutput<typeof wireSchema>;
/** As a scenario writes it: everything that has a default may be left out. */
export type WireOptions = v.InferInput<typeof wireSchema>;
