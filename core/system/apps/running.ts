import { posix, win32 } from 'node:path';
import type { AppData } from '../../model/app.ts';
import { inTime } from './in-time.ts';
import type { AppSurroundings } from './surroundings.ts';

const MOST_PROCESSES = 4096;
type Place = Pick<AppSurroundings, 'platform' | 'env' | 'run' | 'files'>;

/** Whether an app runs now; false where the system does not tell. Rejects with the signal's reason. */
export async function isRunning(app: AppData, place: Place, signal: AbortSignal): Promise<boolean> {
  const names = await inTime(processNames(place, signal), signal).catch((): readonly string[] => {
    signal.throwIfAborted();
    return [];
  });
  switch (place.platform) {
    case 'win32':
      return isAmong(app.windows?.processes, names);
    case 'darwin':
      return isAmong(app.macos?.processes, names);
    default:
      return isAmong(app.linux?.processes, names);
  }
}

function isAmong(wanted: readonly string[] = [], names: readonly string[]): boolean {
  return names.some((name) => wanted.some((one) => one.toLowerCase() === name.toLowerCase()));
}

async function processNames(
  { platform, env, run, files }: Place,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (platform === 'win32') {
    const program = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'tasklist.exe');
    const table = await run(program, ['/FO', 'CSV', '/NH'], { signal, env });
    return table.split(/\r?\n/).flatMap((line) => /^"([^"]+)"/.exec(line)?.[1] ?? []);
  }
  if (platform === 'darwin') {
    const list = await run('/bin/ps', ['-xo', 'comm='], { signal, env });
    return list.split('\n').map((line) => posix.basename(line.trim()));
  }
  const processes = (await files.list('/proc')).filter((name) => /^\d+$/.test(name)).slice(0, MOST_PROCESSES);
  const names = await Promise.all(processes.map((id) => files.read(`/proc/${id}/comm`)));
  return names.flatMap((name) => name?.trim() || []);
}
