import type { Proof, PurposeData } from '../model/messenger.ts';

const WITHOUT: ReadonlySet<Proof['kind']> = new Set(['noise', 'obfuscated2']);

/** Whether certificates are part of every way to use a purpose: only then does a wrong clock stand in its way. */
export function needsCertificate({ samples }: Pick<PurposeData, 'samples'>): boolean {
  return samples.every((sample) => sample.some(({ kind }) => !WITHOUT.has(kind)));
}
