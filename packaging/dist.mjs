// `npm run dist`: makes every package that can be made here, tries each as far as it can be tried here, puts them into
// release/stand-in/ and says of each what was seen. Electron itself is fetched by a release on its own systems; here a stand-in is
// inside, so that none of those is for people; the portable folders are, and go into release/portable/.
import { copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildElectron } from '../scripts/build.mjs';
import { buildRenderer } from '../scripts/build-renderer.mjs';
import { run } from '../scripts/child.mjs';
import { installTestPackages, root, setUp } from '../scripts/setup.mjs';
import { electronVersion } from './builder.mjs';
import { sameArchives } from './checks/archive.mjs';
import { builtElsewhere } from './checks/elsewhere.mjs';
import { whyNoLife } from './checks/life.mjs';
import { createReport, kib } from './checks/report.mjs';
import { whyNoWindow, windowProblems } from './checks/window.mjs';
import { installerRuns, whyNoWine } from './checks/wine.mjs';
import { linuxPackages } from './systems/linux.mjs';
import { macPackage } from './systems/mac.mjs';
import { windowsPackages } from './systems/windows.mjs';
import { only, openWork } from './systems/work.mjs';

const NOT_MADE = `not made here:
  the dmg and the zip for macOS, both processors in one, signed ad hoc: they need a Mac (read instead: the bundle of one processor)
  anything signed by a known name, or notarised: nobody has given keys
  Electron ${electronVersion()} itself, the AppImage's runtime, the plug-ins of electron-builder's NSIS: a release fetches them`;

setUp();
installTestPackages('rpmbuild:rpm', 'mksquashfs:squashfs-tools', '/usr/lib/wine/wine64:wine64');
/** What was seen of each kind, where everything could be done. */
const SEEN = {
  deb: 'installed by apt over an older one, started, removed with settings put back; stand-in for Electron',
  rpm: 'installed by Debian’s rpm, started, removed with settings put back; stand-in for Electron; made by rpmbuild, not fpm',
  'tar.gz': 'unpacked and started by a person; stand-in for Electron',
  AppImage: 'started by a person; stand-ins for Electron and for the runtime that mounts it',
  zip: 'read only: contents, version, icon, seal, fuses',
  exe: `compiled only${whyNoWine() === null ? '; our own part of it was installed and uninstalled under wine' : ''}`,
};
const report = createReport();
const work = openWork(report, { fast: false });
const release = join(root, 'release', 'stand-in');
const lines = [];

function keep(path) {
  const name = basename(path);
  copyFileSync(path, join(release, name));
  const kind = Object.keys(SEEN).find((ending) => name.endsWith(`.${ending}`));
  const isLinux = kind !== 'zip' && kind !== 'exe';
  const seen = isLinux && whyNoLife() !== null ? 'read only' : SEEN[kind];
  lines.push(`${name} (${kib(statSync(path).size)}): ${seen}`);
}

async function portableFolders() {
  const { code } = await run(process.execPath, [join(root, 'scripts', 'portable.mjs')]);
  lines.push(
    'release/portable: as they are for people; tried by npm run portable:check and npm run proof:portable',
  );
  return code === 0 ? [] : [`npm run dist:portable ended with ${code}`];
}

try {
  rmSync(release, { recursive: true, force: true });
  mkdirSync(release, { recursive: true });
  await Promise.all([buildElectron(), buildRenderer()]);
  const linux = await linuxPackages(work, ['deb', 'rpm', 'tar.gz', 'AppImage']);
  for (const kind of linux?.kinds ?? []) keep(only(linux.folder, `.${kind}`));
  const windows = await windowsPackages(work);
  if (windows !== null) keep(only(windows.folder, '.zip'));
  if (windows?.kinds.includes('nsis')) keep(only(windows.folder, '.exe'));
  const noWindow = whyNoWindow();
  if (noWindow !== null) report.skip('the window of the packaged program', noWindow);
  else if (linux !== null)
    await report.expect('the window of the packaged program, in Chromium', () =>
      windowProblems(work.archives[0], work.room('window')),
    );
  const why = whyNoWine();
  if (why !== null) report.skip('windows: our part of the installer, under wine', why);
  else
    await report.expect('windows: our part of the installer, under wine', () =>
      installerRuns(work.room('wine')),
    );
  await macPackage(work);
  await report.expect('the same files make the same archive for each system', () =>
    sameArchives(work.archives),
  );
  await report.expect('the same files make the same archive in another folder', () =>
    builtElsewhere(work.archives[0], work.room('elsewhere')),
  );
  await report.expect('the portable folders, with Node inside, into release/portable', portableFolders);
} finally {
  work.close();
}
const doubt =
  report.failed() === 0
    ? []
    : ['Something is not as it should be (see above), and what follows was not all seen:'];
const text = `${[...doubt, ...lines, NOT_MADE].join('\n')}\n`;
writeFileSync(join(release, 'what-was-seen.txt'), text);
process.stdout.write(`\n${text}`);
process.exit(report.end());
