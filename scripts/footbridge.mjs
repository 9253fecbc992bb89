// `npm run -s footbridge -- …`: sets up and builds when needed, then is the command line.
import { build, bundle } from './build.mjs';
import { run } from './child.mjs';
import { setUp } from './setup.mjs';

try {
  setUp();
  await build();
  process.exitCode = (await run(process.execPath, [bundle, ...process.argv.slice(2)])).code;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
