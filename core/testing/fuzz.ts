import * as fc from 'fast-check';

/** How often a property is tried in the unit tests; FOOTBRIDGE_FUZZ_RUNS asks for a long proof. */
export const FUZZ_RUNS = Number(process.env.FOOTBRIDGE_FUZZ_RUNS ?? 300);

/** Tries a synchronous property as often as is asked for; throws with the smallest counter-example. */
export function check<T>(property: fc.IProperty<T>): void {
  void fc.assert(property, { numRuns: FUZZ_RUNS });
}

/** The same for a property that waits. */
export async function checkAsync<T>(property: fc.IAsyncProperty<T>): Promise<void> {
  await fc.assert(property, { numRuns: FUZZ_RUNS });
}

/** Bytes as text, to be compared in properties: quicker by far than one by one. */
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
