import * as v from 'valibot';

const Address = v.union([v.pipe(v.string(), v.ipv4()), v.pipe(v.string(), v.ipv6())]);

/** A public resolver's operator and the ways it answers. */
export const OperatorSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]{0,31}$/)),
  name: v.string(),
  country: v.pipe(v.string(), v.length(2)),
  addresses: v.pipe(v.array(Address), v.minLength(1)),
  /** The name its certificate is checked against; absent where the certificate carries the address itself. */
  certificateName: v.optional(v.string()),
  doh: v.optional(v.object({ path: v.pipe(v.string(), v.startsWith('/')), port: v.optional(v.number()) })),
  dot: v.optional(v.object({ port: v.optional(v.number()) })),
  /** Answers plain DNS on port 53, by UDP and TCP. */
  plain: v.boolean(),
  source: v.string(),
});
export type Operator = v.InferOutput<typeof OperatorSchema>;

/** resources/resolvers.json: raced in this order; at least twelve operators. */
export const OperatorsSchema = v.pipe(v.array(OperatorSchema), v.minLength(12));

/** resources/forged-addresses.json: what no public name may honestly resolve to. */
export const ForgedAddressesSchema = v.object({
  /** Special-purpose ranges (RFC 6890 and OONI's list). */
  bogons: v.array(v.string()),
  /** Another tunnelling program on this computer answers with these: not censorship. */
  fakeIps: v.array(v.string()),
  /** Addresses of block pages, by country. */
  blockPages: v.record(v.pipe(v.string(), v.length(2)), v.array(v.string())),
  source: v.string(),
});
export type ForgedAddresses = v.InferOutput<typeof ForgedAddressesSchema>;
