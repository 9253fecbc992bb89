import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

const INSIDE = 'FOOTBRIDGE_LAB_NAMESPACE';
const TUN = '/dev/net/tun';

/**
 * /etc must be writable (for /etc/netns) and /run too, and neither may be the machine's own: a copy of what can be
 * read, in memory, seen only in here.
 */
const PREPARE = [
  'set -e',
  'copy=$(mktemp -d)',
  'mount -n -t tmpfs none "$copy"',
  'cp -a /etc/. "$copy" 2>/dev/null || true',
  // Often links into /run, which is another one here; `ip netns exec` needs files to mount its own over.
  'for name in resolv.conf hosts nsswitch.conf; do rm -f "$copy/$name"; : > "$copy/$name"; done',
  'mount -n --move "$copy" /etc && rmdir "$copy"',
  'mount -n -t tmpfs none /run && mkdir -p /run/netns',
  'exec "$@"',
].join('\n');

/** Why the lab cannot run here, in words for its user; undefined when it can. */
export function whyNoLab(): string | undefined {
  if (process.platform !== 'linux') return 'the lab needs Linux network namespaces';
  for (const program of ['ip', 'perl', 'unshare']) {
    if (spawnSync(program, ['-V']).error) return `the lab needs the program ${program}`;
  }
  try {
    accessSync(TUN, constants.R_OK | constants.W_OK);
  } catch {
    return `the lab needs to open ${TUN}, which this user may not (or which is missing)`;
  }
  const namespaces = process.getuid?.() === 0 ? ['-nm'] : ['-Urnm'];
  const trial = spawnSync('unshare', [...namespaces, 'ip', 'tuntap', 'add', 'dev', 'trial', 'mode', 'tun'], {
    encoding: 'utf8',
  });
  if (trial.status === 0) return undefined;
  return `the lab may not make network namespaces with TUN devices here: ${trial.stderr.trim()}`;
}

/**
 * Runs this very program again as root of a user namespace of its own, unless it is root already. Returns the
 * exit code of that run, or undefined when there was no need: go on then.
 */
export async function enterUserNamespace(): Promise<number | undefined> {
  if (process.getuid?.() === 0) return undefined;
  if (process.env[INSIDE]) throw new Error('still not root inside the user namespace');
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const unshare = ['-Urnm', '--fork', '--pid', '--mount-proc', '--kill-child'];
  const child = spawn('unshare', [...unshare, 'sh', '-c', PREPARE, 'lab', ...again], {
    stdio: 'inherit',
    env: { ...process.env, [INSIDE]: '1' },
  });
  // The terminal's Ctrl-C reaches the child as well, which cleans up; we wait for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
