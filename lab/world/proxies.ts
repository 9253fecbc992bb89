import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateFiles } from './authority.ts';
import { COMPANY, PROXY_PORTS, VPS } from './plan.ts';

export interface ServicePlan {
  readonly name: string;
  readonly argv: readonly string[];
  /** Is up when every one of these accepts TCP connections. */
  readonly ready: readonly { readonly host: string; readonly port: number }[];
}

/** The person's own proxies and the company's, from Debian's packages: how to start each. */
export function planProxies(folder: string, certificate: CertificateFiles): ServicePlan[] {
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const at = (port: number) => [{ host: VPS.good, port }];
  return [
    {
      name: 'danted',
      argv: ['danted', '-f', write('danted.conf', DANTED)],
      ready: at(PROXY_PORTS.danted),
    },
    {
      name: 'microsocks',
      argv: [
        ...['microsocks', '-i', VPS.good, '-p', String(PROXY_PORTS.microsocks)],
        ...['-u', VPS.user, '-P', VPS.password],
      ],
      ready: at(PROXY_PORTS.microsocks),
    },
    {
      name: 'tinyproxy',
      argv: ['tinyproxy', '-d', '-c', write('tinyproxy.conf', TINYPROXY)],
      ready: at(PROXY_PORTS.tinyproxy),
    },
    {
      name: 'company',
      argv: ['tinyproxy', '-d', '-c', write('company.conf', COMPANY_PROXY)],
      ready: [{ host: COMPANY.address, port: COMPANY.port }],
    },
    {
      name: 'squid',
      argv: ['squid', '-N', '-f', write('squid.conf', squid(certificate))],
      ready: at(PROXY_PORTS.squid),
    },
    {
      name: 'shadowsocks',
      argv: ['ss-server', '-c', write('shadowsocks.json', SHADOWSOCKS)],
      ready: at(PROXY_PORTS.shadowsocks),
    },
    {
      name: 'v2ray',
      argv: ['v2ray', '-config', write('v2ray.json', V2RAY)],
      ready: at(PROXY_PORTS.v2ray),
    },
    {
      name: 'sshd',
      argv: sshd(folder, write),
      ready: at(PROXY_PORTS.sshd),
    },
  ];
}

const DANTED = `
logoutput: stderr
internal: ${VPS.good} port = ${PROXY_PORTS.danted}
internal: ${VPS.other} port = ${PROXY_PORTS.danted}
external: ${VPS.good}
clientmethod: none
socksmethod: none
user.privileged: root
user.unprivileged: nobody
client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 command: bind connect udpassociate }
socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 command: bindreply udpreply }
`;

const TINYPROXY = `
Listen ${VPS.good}
Port ${PROXY_PORTS.tinyproxy}
MaxClients 200
Timeout 60
LogLevel Warning
BasicAuth ${VPS.user} ${VPS.password}
`;

const COMPANY_PROXY = `
Listen ${COMPANY.address}
Port ${COMPANY.port}
MaxClients 200
Timeout 60
LogLevel Warning
ConnectPort 443
ConnectPort 5222
`;

const SHADOWSOCKS = JSON.stringify({
  server: VPS.good,
  server_port: PROXY_PORTS.shadowsocks,
  method: 'chacha20-ietf-poly1305',
  password: VPS.password,
  nameserver: '127.0.0.1',
  mode: 'tcp_and_udp',
  timeout: 60,
});

const V2RAY = JSON.stringify({
  log: { loglevel: 'warning' },
  inbounds: [
    {
      ...{ listen: VPS.good, port: PROXY_PORTS.v2ray, protocol: 'vmess' },
      settings: { clients: [{ id: VPS.id, alterId: 0 }] },
    },
  ],
  outbounds: [{ protocol: 'freedom' }],
});

const squid = ({ cert, key }: CertificateFiles): string => `
https_port ${VPS.good}:${PROXY_PORTS.squid} tls-cert=${cert} tls-key=${key}
visible_hostname ${VPS.name}
http_access allow all
cache deny all
access_log none
cache_log /dev/null
pid_filename none
pinger_enable off
workers 1
shutdown_lifetime 0 seconds
dns_nameservers 127.0.0.1
`;

/**
 * OpenSSH lets root in by the lab's password, which stands in a password file that only it sees; it lives among processes
 * of its own, so that its sessions end when it does.
 */
function sshd(folder: string, write: (name: string, text: string) => string): string[] {
  const hostKey = join(folder, 'sshd-key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', hostKey]);
  const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: `${VPS.password}\n` });
  const shadow = write('sshd-shadow', `root:${hash.toString().trim()}:19000:0:99999:7:::\n`);
  const configuration = `
ListenAddress ${VPS.good}:${PROXY_PORTS.sshd}
HostKey ${hostKey}
PidFile none
UsePAM no
UseDNS no
PermitRootLogin yes
PasswordAuthentication yes
AllowTcpForwarding yes
`;
  return [
    ...['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c'],
    'mount --bind "$0" /etc/shadow && mount -t tmpfs none /run && mkdir -m 755 /run/sshd && exec "$@"',
    ...[shadow, '/usr/sbin/sshd', '-D', '-e', '-f', write('sshd_config', configuration)],
  ];
}
