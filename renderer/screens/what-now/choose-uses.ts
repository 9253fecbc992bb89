import type { About } from '../../../core/contract.ts';
import type { Guide, GuideStep, GuideUse } from '../../../core/model/guide.ts';

/** How a use stands on this computer: as written, or without a browser that could open its window. */
export type Readiness = 'ready' | 'no-browser';

export interface ChosenUse {
  readonly use: GuideUse;
  readonly steps: readonly GuideStep[];
  readonly readiness: Readiness;
}

export type Place = Pick<About, 'platform' | 'shell' | 'ownWindow' | 'canOpenLinks'>;

/**
 * The uses that fit this system and shell, in the guide's order, but what cannot be done here goes last: a window
 * that has no browser to open it. A button that hands over a link is left out where no program takes links.
 */
export function chooseUses(guide: Guide, place: Place, hasWebApp: boolean): readonly ChosenUse[] {
  const chosen = guide.uses
    .filter(
      ({ platforms, shells, client, action }) =>
        includes(platforms, place.platform) &&
        includes(shells, place.shell) &&
        (client === 'app' || hasWebApp) &&
        (action !== 'open-app' || place.canOpenLinks),
    )
    .map((use): ChosenUse => ({ use, steps: stepsFor(use, place), readiness: readinessOf(use, place) }));
  return [
    ...chosen.filter(({ readiness }) => readiness === 'ready'),
    ...chosen.filter(({ readiness }) => readiness !== 'ready'),
  ];
}

/** What cannot be done, as far as it concerns this system. */
export function chooseNotes(guide: Guide, platform: Place['platform']): readonly string[] {
  return guide.notes.filter(({ platforms }) => includes(platforms, platform)).map(({ text }) => text);
}

function stepsFor({ steps }: GuideUse, { platform }: Place): readonly GuideStep[] {
  return steps.filter(({ platforms }) => includes(platforms, platform));
}

function readinessOf({ action }: GuideUse, { ownWindow }: Place): Readiness {
  return action === 'open-window' && ownWindow === null ? 'no-browser' : 'ready';
}

/** An absent list names all. */
function includes<T>(list: readonly T[] | undefined, one: T): boolean {
  return list === undefined || list.includes(one);
}
