import type { About, Answer } from '../../../core/contract.ts';
import type { Guide, GuideStep, GuideUse } from '../../../core/model/guide.ts';

/** How a use stands on this computer: as written, about a program that was not found, or without a browser for its window. */
export type Readiness = 'ready' | 'not-found' | 'no-browser';

export interface ChosenUse {
  readonly use: GuideUse;
  readonly steps: readonly GuideStep[];
  readonly readiness: Readiness;
}

export type Place = Pick<About, 'platform' | 'shell' | 'ownWindow'>;
/** The programs of messengers, and the browsers, that are installed. */
export type InstalledApps = Answer<'findApps'>['apps'];

/**
 * The uses that fit this system and shell, in the guide's order, but what cannot be done here goes last: what is about a
 * program that was not found, a window that has no browser to open it. A button for a program that is not installed, or
 * that cannot be told from outside, is left out.
 */
export function chooseUses(
  guide: Guide,
  place: Place,
  apps: InstalledApps,
  hasWebApp: boolean,
): readonly ChosenUse[] {
  const chosen = guide.uses
    .filter(
      ({ platforms, shells, client, action, app }) =>
        includes(platforms, place.platform) &&
        includes(shells, place.shell) &&
        (client === 'app' || hasWebApp) &&
        (action !== 'open-app' || apps.some(({ id, opens }) => id === app && opens)),
    )
    .map(
      (use): ChosenUse => ({ use, steps: stepsFor(use, place), readiness: readinessOf(use, place, apps) }),
    );
  const standing = (readiness: Readiness) => chosen.filter((one) => one.readiness === readiness);
  return [...standing('ready'), ...standing('not-found'), ...standing('no-browser')];
}

/** What cannot be done, as far as it concerns this system. */
export function chooseNotes(guide: Guide, platform: Place['platform']): readonly string[] {
  return guide.notes.filter(({ platforms }) => includes(platforms, platform)).map(({ text }) => text);
}

function stepsFor({ steps }: GuideUse, { platform }: Place): readonly GuideStep[] {
  return steps.filter(({ platforms }) => includes(platforms, platform));
}

function readinessOf({ action, app }: GuideUse, { ownWindow }: Place, apps: InstalledApps): Readiness {
  if (action === 'open-window' && ownWindow === null) return 'no-browser';
  return app === undefined || apps.some(({ id }) => id === app) ? 'ready' : 'not-found';
}

/** An absent list names all. */
function includes<T>(list: readonly T[] | undefined, one: T): boolean {
  return list === undefined || list.includes(one);
}
