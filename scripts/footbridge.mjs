// `npm run -s footbridge -- …`: sets up and builds when needed, then is the command line.
import { spawn } from 'node:child_process';
import { build, bundle } from './build.mjs';
import { setUp } from './setup.mjs';

try {
  setUp();
  await build();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
const child = spawn(process.execPath, [bundle, ...process.argv.slice(2)], { stdio: 'inherit' });
// A terminal sends Ctrl-C to both of us: the child ends cleanly and its exit code is ours.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
