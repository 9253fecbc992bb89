import * as v from 'valibot';
import { GIVEN_FAULTS, KEEPING_FAULTS } from '../model/sidecar.ts';
import { Count, Id, ShortText } from './parts.ts';

/** A program of others that is needed and not here. */
export const WantedProgramSchema = v.object({
  name: ShortText,
  /** What its file is called on this kind of system: `xray.exe`. */
  file: ShortText,
  /** The page where its own authors offer it; shown, and never opened by us. */
  source: ShortText,
});

/** What a file is that somebody chose: it was read, and nothing of it was run. */
export const GivenProgramSchema = v.variant('outcome', [
  /** Kept aside under a token until the person says yes. */
  v.object({
    outcome: v.literal('asked'),
    token: Id,
    name: ShortText,
    bytes: Count,
    /** The first and the last eight digits of its SHA-256. */
    hash: v.object({ head: ShortText, tail: ShortText }),
    /** Whether it is one that is known to be good; else nobody vouches for it. */
    isKnown: v.boolean(),
  }),
  v.object({ outcome: v.literal('refused'), fault: v.picklist(GIVEN_FAULTS) }),
]);
export type GivenProgramView = v.InferOutput<typeof GivenProgramSchema>;

/** What came of the yes. */
export const KeptProgramSchema = v.variant('outcome', [
  v.object({ outcome: v.literal('kept'), name: ShortText, version: v.nullable(ShortText) }),
  v.object({ outcome: v.literal('failed'), name: ShortText, fault: v.picklist(KEEPING_FAULTS) }),
]);
export type KeptProgram = v.InferOutput<typeof KeptProgramSchema>;
