import type { AppData } from '../../model/app.ts';
import { findLinkHandler, findLinuxApp } from './find-linux.ts';
import { findMacosApp } from './find-macos.ts';
import { findWindowsApp, hasLinkHandler, packageFamilies } from './find-windows.ts';
import { inTime } from './in-time.ts';
import { createIntegration, type Integration } from './integration.ts';
import type { Launch } from './launch.ts';
import type { AppSurroundings } from './surroundings.ts';

/** Milliseconds that looking for all apps may take. */
const FIND_MS = 20_000;

/** An app that is installed here. */
export interface InstalledApp {
  readonly app: AppData;
  readonly launch: Launch;
}

/** The apps of this computer. */
export interface Apps {
  /** Which of these are installed: looked for once, and anew where asked to. Rejects where it takes too long. */
  find(apps: readonly AppData[], again?: boolean): Promise<readonly InstalledApp[]>;
  /** How one of them is brought to take the local proxy; null where it has to be told by hand. */
  integration(installed: InstalledApp): Integration | null;
}

/** Nothing is looked at yet. */
export function createApps(place: AppSurroundings): Apps {
  let known: { readonly ids: string; readonly found: Promise<readonly InstalledApp[]> } | undefined;
  return {
    find(apps, again = false) {
      const ids = apps.map(({ id }) => id).join(' ');
      if (known === undefined || again || known.ids !== ids) {
        const signal = AbortSignal.timeout(FIND_MS);
        const found = inTime(findAll(apps, place, signal), signal);
        known = { ids, found };
        // What failed is tried anew when it is asked for next.
        found.catch(() => {
          if (known?.found === found) known = undefined;
        });
      }
      return known.found;
    },
    integration: ({ app, launch }) => createIntegration(app, launch, place),
  };
}

async function findAll(
  apps: readonly AppData[],
  place: AppSurroundings,
  signal: AbortSignal,
): Promise<readonly InstalledApp[]> {
  let packages: Promise<ReadonlySet<string>> | undefined;
  const families = () => {
    packages ??= packageFamilies(place, signal);
    return packages;
  };
  const launches = await Promise.all(apps.map((app) => findOne(app, place, families, signal)));
  return apps.flatMap((app, index) => {
    const launch = launches[index] ?? null;
    return launch === null ? [] : [{ app, launch }];
  });
}

async function findOne(
  { takes, linux, windows, macos }: AppData,
  place: AppSurroundings,
  families: () => Promise<ReadonlySet<string>>,
  signal: AbortSignal,
): Promise<Launch | null> {
  const scheme = takes?.kind === 'link' ? takes.link.slice(0, takes.link.indexOf(':')) : null;
  switch (place.platform) {
    case 'win32': {
      const found = windows === undefined ? null : await findWindowsApp(windows, place, families, signal);
      if (found !== null || scheme === null) return found;
      return (await hasLinkHandler(scheme, place, signal)) ? { kind: 'link-handler' } : null;
    }
    case 'darwin':
      return macos === undefined ? null : findMacosApp(macos, place, signal);
    default: {
      const found = linux === undefined ? null : await findLinuxApp(linux, place);
      return found ?? (scheme === null ? null : findLinkHandler(scheme, place, signal));
    }
  }
}
