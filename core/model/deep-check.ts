import * as v from 'valibot';
import { DatagramHostSchema, type Endpoint, HostSetSchema } from './endpoint.ts';
import type { Failure } from './failure.ts';
import type { Step } from './trace.ts';

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(253));

/** resources/deep-check.json: whom a closer look asks beside the messengers' own sets of servers. */
export const DeepCheckDataSchema = v.object({
  /** Servers of what is no messenger of the screens: relays, and a domestic one to compare with. */
  others: v.pipe(v.array(HostSetSchema), v.maxLength(16)),
  /** Names whose addresses all address books are asked for. */
  names: v.pipe(v.array(Name), v.minLength(1), v.maxLength(12)),
  /** Names that are tried in hellos to neutral hosts. */
  hellos: v.pipe(v.array(Name), v.minLength(1), v.maxLength(12)),
  /** Address books by their text forms; the system's comes by itself. */
  resolvers: v.pipe(
    v.array(v.pipe(v.string(), v.regex(/^(?:udp|tcp|dot|doh):[a-z][a-z0-9]*$/))),
    v.minLength(4),
  ),
  /** Hosts whose certificates are shown, beside controls. */
  certificates: v.pipe(v.array(Name), v.minLength(1), v.maxLength(12)),
  stun: v.pipe(v.array(DatagramHostSchema), v.minLength(2), v.maxLength(16)),
  quic: v.pipe(v.array(DatagramHostSchema), v.minLength(2), v.maxLength(16)),
});
export type DeepCheckData = v.InferOutput<typeof DeepCheckDataSchema>;

/** What a closer look measures. */
export const DEEP_TESTS = [
  'servers',
  'address-books',
  'names',
  'downloads',
  'quic',
  'calls',
  'certificates',
] as const;
export type DeepTest = (typeof DEEP_TESTS)[number];

/** What a closer look can say; `open`: we cannot tell. docs/verdicts.md says what each means. */
export const DEEP_VERDICTS = [
  'servers-fine',
  'servers-some',
  'servers-none',
  'address-books-fine',
  'address-books-false',
  'address-books-diverted',
  'address-books-silent',
  'names-fine',
  'names-cut',
  'downloads-fine',
  'downloads-frozen',
  'downloads-slow',
  'quic-fine',
  'quic-silent',
  'calls-fine',
  'calls-silent',
  'udp-silent',
  'certificates-fine',
  'certificates-foreign',
  'certificates-here',
  'open',
] as const;
export type DeepVerdict = (typeof DEEP_VERDICTS)[number];

/** How far it can be trusted: nothing else explains it or it was seen twice; it was seen once; we cannot tell. */
export const SURENESS = ['high', 'medium', 'none'] as const;
export type Sureness = (typeof SURENESS)[number];

export interface DeepFinding {
  readonly verdict: DeepVerdict;
  /** Hosts, or address books by their text forms, that it is about. */
  readonly names: readonly string[];
  /** How many of how many, where that is said. */
  readonly count?: number;
  readonly all?: number;
  readonly sureness: Sureness;
  readonly evidence: readonly Step[];
}

/** One host that was asked in one way. */
export interface DeepAttempt {
  readonly ask: NonNullable<Endpoint['ask']> | 'bulk' | 'stun' | 'quic' | 'certificate';
  readonly host: string;
  readonly port: number;
  readonly path?: string;
  readonly failure: Failure | null;
  readonly steps: readonly Step[];
}

/** One test of a closer look; `subject` is the messenger or set it is about. */
export interface DeepMeasurement {
  readonly test: DeepTest;
  readonly subject: string | null;
  readonly attempts: readonly DeepAttempt[];
  /** Steps to hold the others against: a control's. */
  readonly beside?: readonly Step[];
  readonly findings: readonly DeepFinding[];
}
