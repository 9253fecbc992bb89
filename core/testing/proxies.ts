import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { HostPort } from '../model/address.ts';
import type { Identity } from './authority.ts';
import { type Daemon, scratchFolder, startDaemon } from './daemon.ts';

/** The proxies of Debian's packages, each on a loopback port of its own. */

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** SOCKS5 (RFC 1928), open to all or to one login (RFC 1929). Rejects as `startDaemon` does. */
export function startMicrosocks(login?: Login): Promise<Daemon> {
  const auth = login === undefined ? [] : ['-u', login.username, '-P', login.password];
  return startDaemon('microsocks', (port) => ['-i', '127.0.0.1', '-p', String(port), ...auth]);
}

/** Dante speaks SOCKS5, datagrams too, and SOCKS4a; it refuses port 9 by its rules. */
export function startDanted(): Promise<Daemon> {
  const folder = scratchFolder();
  return startDaemon('danted', (port) => [
    '-f',
    folder.write(
      'danted.conf',
      `logoutput: ${folder.path}/log
internal: 127.0.0.1 port = ${port}
external: 127.0.0.1
clientmethod: none
socksmethod: none
user.privileged: root
user.unprivileged: nobody
client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
socks block { from: 127.0.0.0/8 to: 0.0.0.0/0 port = 9 }
socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 command: connect udpassociate }
socks pass { from: 0.0.0.0/0 to: 127.0.0.0/8 command: udpreply }
`,
    ),
  ]);
}

/** An HTTP proxy, open to all or to one Basic login (RFC 7617); 500 clients at once. Rejects as `startDaemon` does. */
export function startTinyproxy(login?: Login): Promise<Daemon> {
  const folder = scratchFolder();
  const auth = login === undefined ? '' : `BasicAuth ${login.username} ${login.password}\n`;
  return startDaemon('tinyproxy', (port) => [
    '-d',
    '-c',
    folder.write(
      'tinyproxy.conf',
      `Port ${port}\nListen 127.0.0.1\nAllow 127.0.0.1\nMaxClients 500\n${auth}`,
    ),
  ]);
}

/** Squid over HTTP, or over HTTPS with an identity; it forbids port 9. */
export async function startSquid({
  login,
  identity,
}: {
  login?: Login;
  identity?: Identity;
} = {}): Promise<Daemon> {
  const folder = scratchFolder();
  const auth =
    login === undefined
      ? ['http_access allow all']
      : [
          `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${folder.write('users', `${login.username}:${apr1(login.password)}\n`)}`,
          'auth_param basic utf8 on',
          'acl known proxy_auth REQUIRED',
          'http_access allow known',
          'http_access deny all',
        ];
  const listener = (port: number) =>
    identity === undefined
      ? `http_port 127.0.0.1:${port}`
      : `https_port 127.0.0.1:${port} tls-cert=${folder.write('cert.pem', identity.cert)} tls-key=${folder.write('key.pem', identity.key)}`;
  const configuration = (port: number) => [
    listener(port),
    'acl discard port 9',
    'http_access deny discard',
    ...auth,
    'cache deny all',
    'pinger_enable off',
    'workers 1',
    'shutdown_lifetime 0 seconds',
    'pid_filename none',
    'cache_log /dev/null',
    'access_log none',
    `coredump_dir ${folder.path}`,
    'netdb_filename none',
  ];
  const squid = await startDaemon('squid', (port) => [
    '-N',
    // Names its shared memory, which two of them must not share.
    '-n',
    `test${port}`,
    '-d',
    '1',
    '-f',
    folder.write('squid.conf', `${configuration(port).join('\n')}\n`),
  ]);
  return {
    ...squid,
    async stop() {
      await squid.stop();
      // It takes a second and a half to leave in good order; killed, it leaves this behind.
      for (const file of ['metadata', 'queues', 'readers']) {
        rmSync(`/dev/shm/test${squid.port}-cf__${file}.shm`, { force: true });
      }
    },
  };
}

/** TLS in front of another server: with tinyproxy behind it, an HTTPS proxy. */
export function startStunnel(behind: HostPort, identity: Identity): Promise<Daemon> {
  const folder = scratchFolder();
  return startDaemon('stunnel4', (port) => [
    folder.write(
      'stunnel.conf',
      `foreground = yes
pid =
[tls]
accept = 127.0.0.1:${port}
connect = ${behind.host}:${behind.port}
cert = ${folder.write('cert.pem', identity.cert)}
key = ${folder.write('key.pem', identity.key)}
`,
    ),
  ]);
}

/** A Shadowsocks server that carries streams and datagrams; the login's user name is the cipher. Rejects as `startDaemon` does. */
export function startShadowsocks({ username, password }: Login): Promise<Daemon> {
  const folder = scratchFolder();
  return startDaemon('ss-server', (port) => [
    '-c',
    folder.write(
      'server.json',
      JSON.stringify({
        server: '127.0.0.1',
        server_port: port,
        method: username,
        password,
        timeout: 60,
        mode: 'tcp_and_udp',
      }),
    ),
  ]);
}

function apr1(password: string): string {
  return execFileSync('openssl', ['passwd', '-apr1', '-stdin'], {
    input: `${password}\n`,
    encoding: 'utf8',
  }).trim();
}
