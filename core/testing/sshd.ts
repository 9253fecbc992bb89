import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, findProgram, scratchFolder, startDaemon } from './daemon.ts';

export interface KeyPair {
  /** The private key's file, as OpenSSH writes it. */
  readonly text: string;
  readonly publicLine: string;
}

export interface SshdOptions {
  readonly hostKey: KeyPair;
  /** Who may log in as root with a key. */
  readonly authorized: readonly KeyPair[];
  /** Root's password in there. */
  readonly password: string;
  /** Instead of a free one. */
  readonly port?: number;
}

/** Makes a key pair with ssh-keygen, locked where a passphrase is given; `options` are ssh-keygen's. */
export function makeKeyPair(
  type = 'ed25519',
  passphrase = '',
  options = type === 'rsa' ? ['-b', '2048'] : [],
): KeyPair {
  const path = join(scratchFolder().path, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', type, ...options, '-N', passphrase, '-C', '', '-f', path]);
  return { text: readFileSync(path, 'utf8'), publicLine: readFileSync(`${path}.pub`, 'utf8') };
}

/** What keeps a real OpenSSH from being started here; undefined where nothing does. */
export function sshdMissing(): string | undefined {
  const missing = ['sshd', 'ssh-keygen', 'ssh-agent', 'ssh-add', 'unshare'].filter(
    (name) => findProgram(name) === undefined,
  );
  if (missing.length > 0) return `not installed here: ${missing.join(', ')}`;
  return process.getuid?.() === 0 ? undefined : 'OpenSSH lets others in only when root started it';
}

/**
 * OpenSSH's server, which forwards to 127.0.0.1 alone. It sees a password file, a /run and processes of its own, so that
 * nothing of the computer is touched, and all of it is gone when it is stopped. Rejects as `startDaemon` does.
 */
export function startSshd({ hostKey, authorized, password, port: fixed }: SshdOptions): Promise<Daemon> {
  const folder = scratchFolder();
  const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: `${password}\n` });
  const shadow = folder.write(
    'shadow',
    `root:${hash.toString().trim()}:19000:0:99999:7:::\nsshd:!:19000::::::\n`,
  );
  const configuration = (port: number) =>
    [
      ...[`ListenAddress 127.0.0.1:${port}`, `HostKey ${folder.write('host', hostKey.text, 0o600)}`],
      ...['PidFile none', 'UsePAM no', 'StrictModes no', 'PermitRootLogin yes', 'LogLevel ERROR'],
      `AuthorizedKeysFile ${folder.write('authorized', authorized.map(({ publicLine }) => publicLine).join(''))}`,
      ...['PasswordAuthentication yes', 'KbdInteractiveAuthentication no', 'MaxStartups 200'],
      ...['AllowTcpForwarding yes', 'PermitOpen 127.0.0.1:* localhost:*', 'UseDNS no'],
    ].join('\n');
  return startDaemon(
    'unshare',
    (port) => [
      ...['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c'],
      'mount --bind "$0" /etc/shadow && mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec "$@"',
      ...[shadow, findProgram('sshd') ?? 'sshd', '-D', '-e', '-f'],
      folder.write('sshd_config', `${configuration(port)}\n`),
    ],
    fixed,
  );
}

/** OpenSSH's agent with these keys in it; where it listens. */
export async function startAgent(
  keys: readonly KeyPair[],
): Promise<{ readonly path: string; stop(): Promise<void> }> {
  const folder = scratchFolder();
  const path = join(folder.path, 'agent');
  // In the foreground, so that it is ours to end.
  const child = spawn('ssh-agent', ['-D', '-a', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  for (const [at, { text }] of keys.entries()) {
    const file = folder.write(`key-${at}`, text, 0o600);
    execFileSync('ssh-add', ['-q', file], { env: { ...process.env, SSH_AUTH_SOCK: path } });
  }
  return {
    path,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
