import type { Verdict } from '../../model/verdict.ts';
import type { House } from '../open.ts';

/** Writes a verdict into the history of the network we are on. Never rejects: what cannot be kept is not. */
export async function keepVerdict(
  { history, networkKey, keep, keepKeys }: Pick<House, 'history' | 'networkKey' | 'keep' | 'keepKeys'>,
  { messenger, purpose, state, findings }: Verdict,
  at: number,
): Promise<void> {
  const causes = findings.slice(0, 16).map(({ cause }) => cause);
  try {
    const network = await networkKey();
    await keep(() => keepKeys().then(() => history.add({ at, network, messenger, purpose, state, causes })));
  } catch {
    // Nobody waits for it.
  }
}
