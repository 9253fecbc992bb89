import * as v from 'valibot';

/** What stands in the way, as one attempt showed it; names what a rung is or is not known to pass. */
export const OBSTACLES = [
  /** The name's answer was missing, forged or led to a stranger's certificate. */
  'dns',
  /** Right address, no TCP connection. */
  'address',
  /** Right address, connected, but our hello drew nothing, a reset, or an end. */
  'server-name',
  /** A small hello was answered, a browser's was not. */
  'fingerprint',
  /** Answered, then fell silent after some bytes. */
  'freeze',
  /** Answered, then crawled. */
  'throttle',
  /** Right address, wrong issuer. */
  'interception',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(253));

/** resources/strategies.json: the serverless rungs, in the order they are tried. */
export const StrategiesSchema = v.array(
  v.object({
    rung: v.pipe(v.string(), v.regex(/^[a-z-]+$/)),
    /** Text form; `{dns}` is replaced by the resolver chosen on this network. */
    expression: v.string(),
    /** Carries this protocol of an app's and nothing else, inside a connection for the name in `asks`. */
    carries: v.optional(v.literal('obfuscated2')),
    asks: v.optional(Name),
    /**
     * The ClientHello names this host instead (`{front}` in the expression), which has to do with no messenger; the
     * certificate must be for the one in `asks` all the same.
     */
    front: v.optional(Name),
    /** Where it is known from that the servers take that. */
    source: v.optional(v.pipe(v.string(), v.minLength(1))),
    beatenBy: v.array(v.picklist(OBSTACLES)),
  }),
);
export type Strategy = v.InferOutput<typeof StrategiesSchema>[number];
