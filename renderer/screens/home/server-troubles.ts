import type { KnownState } from '../../../core/contract.ts';

/** As many as a person can mend at a time, the newest of them. */
const SHOWN = 2;
/** Somebody may stand between: that is told in any case. */
const IMPOSTOR = 'x_proxy_changed_identity';

interface ServerTrouble {
  readonly code: string;
  /** The server's label. */
  readonly transport: string;
}

/**
 * What is told of servers at fault on the first screen: nothing while others may yet be found, or where every messenger
 * works without them. “My ways” tells of all of them.
 */
export function serverTroubles({
  phase,
  messengers,
  troubles,
}: Pick<KnownState, 'phase' | 'messengers' | 'troubles'>): readonly ServerTrouble[] {
  const chosen = messengers.filter((messenger) => messenger.chosen);
  const isWellOff = chosen.length > 0 && chosen.every(({ condition }) => condition === 'works');
  return troubles
    .flatMap(({ code, transport }) => (transport === null ? [] : [{ code, transport }]))
    .filter(({ code }) => code === IMPOSTOR || (phase !== 'searching' && !isWellOff))
    .slice(-SHOWN);
}
