// `npm run pack:check`, a part of `npm test`: makes packages offline, with stand-ins for Electron and for what cannot be had
// here, and looks at what came out. All kinds, and what takes longer: `npm run dist`. Ends with one line of totals.
import { buildElectron } from '../scripts/build.mjs';
import { buildRenderer } from '../scripts/build-renderer.mjs';
import { setUp } from '../scripts/setup.mjs';
import { sameArchives } from './checks/archive.mjs';
import { createReport } from './checks/report.mjs';
import { linuxPackages } from './systems/linux.mjs';
import { macPackage } from './systems/mac.mjs';
import { windowsPackages } from './systems/windows.mjs';
import { openWork } from './systems/work.mjs';

setUp();
const report = createReport();
const work = openWork(report, { fast: true });
try {
  await Promise.all([buildElectron(), buildRenderer()]);
  await linuxPackages(work, ['deb', 'tar.gz']);
  await windowsPackages(work);
  await macPackage(work);
  await report.expect('the same files make the same archive for each system', () =>
    sameArchives(work.archives),
  );
} finally {
  work.close();
}
process.exit(report.end());
