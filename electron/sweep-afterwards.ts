import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

export interface Sweep {
  /** Removed with all that is in them; links are not followed. */
  readonly paths: readonly string[];
  /** Removed where nothing is in it by then. */
  readonly folder: string;
}

/** Waits for the end of its input, which is ours; then removes, and again what Chromium's other processes still wrote. */
const POSIX = `cat >/dev/null
folder=$1; shift
for try in 1 2 3 4 5; do rm -rf -- "$@"; sleep 0.2; done
rmdir -- "$folder" 2>/dev/null`;

/** The same; paths come by the environment, where no letter of them means anything. */
const WINDOWS =
  'findstr "^" >nul & for /l %i in (1,1,10) do @if exist "%FOOTBRIDGE_SWEEP%" (rmdir /s /q "%FOOTBRIDGE_SWEEP%" & ping -n 2 127.0.0.1 >nul) & rmdir "%FOOTBRIDGE_EMPTY%"';

/**
 * Has the system's own shell remove what we have open ourselves, once we have ended, however that comes about. Returns it at
 * once; where there is no such shell nothing happens.
 */
export function sweepAfterwards(
  { paths, folder }: Sweep,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'>,
): ChildProcess {
  const options: SpawnOptions = { detached: true, stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true };
  const named = { ...env, FOOTBRIDGE_SWEEP: paths[0], FOOTBRIDGE_EMPTY: folder };
  const child =
    platform === 'win32'
      ? spawn('cmd.exe', ['/d', '/c', WINDOWS], { ...options, windowsVerbatimArguments: true, env: named })
      : spawn('/bin/sh', ['-c', POSIX, 'sh', folder, ...paths], { ...options, cwd: '/' });
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  return child;
}
