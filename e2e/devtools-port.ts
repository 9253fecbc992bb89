import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const START_MS = 15_000;
const AGAIN_MS = 10;

/** The port that a Chromium started with `--remote-debugging-port=0` has written into its profile. Rejects after 15 s. */
export async function devtoolsPort(profile: string): Promise<number> {
  const file = join(profile, 'DevToolsActivePort');
  for (let waited = 0; waited < START_MS; waited += AGAIN_MS) {
    const [port] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (port !== undefined && port !== '') return Number(port);
    await setTimeout(AGAIN_MS);
  }
  throw new Error(`Chromium has written no port into ${profile}`);
}
