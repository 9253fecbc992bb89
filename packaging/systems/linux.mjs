import { join } from 'node:path';
import { version } from '../builder.mjs';
import { archiveProblems } from '../checks/archive.mjs';
import { fuseProblems } from '../checks/fuses.mjs';
import { packageLife, whyNoLife } from '../checks/life.mjs';
import { debProblems, rpmProblems, tarProblems, treeProblems } from '../checks/linux.mjs';
import { makeLinuxElectron } from '../stand-in/linux.mjs';
import { find } from '../tools.mjs';
import { only } from './work.mjs';

/** What each kind needs of the system. */
const NEEDS = {
  deb: ['dpkg-deb'],
  'tar.gz': ['7za'],
  rpm: ['rpmbuild'],
  AppImage: ['mksquashfs', 'unsquashfs'],
};

/** Makes the packages for Linux and looks at them; returns the kinds that were made and the folder, or null. */
export async function linuxPackages(work, wanted) {
  const { report, config } = work;
  const kinds = wanted.filter((kind) => {
    const missing = NEEDS[kind].filter((name) => find(name) === undefined);
    if (missing.length > 0) report.skip(`linux: ${kind}`, `not installed here: ${missing.join(', ')}`);
    return missing.length === 0;
  });
  const folder = await work.make('linux', makeLinuxElectron, [
    '--linux',
    ...(kinds.length > 0 ? kinds : ['dir']),
  ]);
  if (folder === null) return null;
  const unpacked = join(folder, 'linux-unpacked');
  const archive = join(unpacked, 'resources', 'app.asar');
  work.archives.push(archive);
  await report.expect('the archive holds what is ours and nothing else', () =>
    archiveProblems(report, archive),
  );
  await report.expect('linux: the unpacked program', () => treeProblems(unpacked, config.electronLanguages));
  await report.expect('linux: all fuses', () =>
    fuseProblems(join(unpacked, 'footbridge'), config.electronFuses),
  );
  const looks = { deb: debProblems, rpm: rpmProblems, 'tar.gz': tarProblems };
  for (const kind of kinds)
    if (kind in looks)
      await report.expect(`linux: the ${kind}`, () =>
        looks[kind](report, only(folder, `.${kind}`), version()),
      );
  const why = whyNoLife();
  if (why === null)
    await packageLife(
      report,
      kinds.map((kind) => only(folder, `.${kind}`)),
      work.room('life'),
    );
  else report.skip('linux: installed, started, upgraded and removed', why);
  return { folder, kinds };
}
