import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of this run, private, removed at its end. */
const folder = mkdtempSync(join(tmpdir(), 'footbridge-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Writes a file that only its owner reads; where it is. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** One protocol: its server, somebody else's client that opens a SOCKS5 port, and our transport, all for one server's port. */
export interface Rivals {
  readonly name: string;
  readonly rival: string;
  readonly server: (port: number) => readonly string[];
  readonly client: (port: number, server: number) => readonly string[];
  readonly expression: (server: number) => string;
}

const SECRET = 'geheim';
const UUID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const NAME = 'web.example.org';

/** A certificate that signs itself; its file also holds who is to be trusted. */
export function makeCertificate(): string {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`, '-days', '2'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...newKey, '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  });
  return cert;
}

function shadowsocks(method: string): Rivals {
  const configuration = (own: object) => JSON.stringify({ method, password: SECRET, timeout: 60, ...own });
  return {
    name: `Shadowsocks ${method}`,
    rival: 'ss-local',
    server: (port) => [
      'ss-server',
      '-c',
      file(`${method}-server.json`, configuration({ server: '127.0.0.1', server_port: port })),
    ],
    client: (port, server) => {
      const own = { server: '127.0.0.1', server_port: server, local_address: '127.0.0.1', local_port: port };
      return ['ss-local', '-c', file(`${method}-client.json`, configuration(own))];
    },
    expression: (server) => `ss://${method}:${SECRET}@127.0.0.1:${server}`,
  };
}

function v2ray(protocol: 'trojan' | 'vless', certificate: string): Rivals {
  const isTrojan = protocol === 'trojan';
  const tls = (settings: object) => ({ network: 'tcp', security: 'tls', tlsSettings: settings });
  const program = (name: string, configuration: object) => [
    'v2ray',
    '-config',
    file(`${protocol}-${name}.json`, JSON.stringify({ log: { loglevel: 'none' }, ...configuration })),
  ];
  return {
    name: isTrojan ? 'Trojan in TLS' : 'VLESS in TLS',
    rival: 'V2Ray',
    server: (port) => {
      const settings = isTrojan
        ? { clients: [{ password: SECRET }] }
        : { clients: [{ id: UUID }], decryption: 'none' };
      const identity = { certificateFile: certificate, keyFile: join(folder, 'key.pem') };
      const streamSettings = tls({ certificates: [identity] });
      return program('server', {
        inbounds: [{ listen: '127.0.0.1', port, protocol, settings, streamSettings }],
        outbounds: [{ protocol: 'freedom' }],
      });
    },
    client: (port, server) => {
      const address = { address: '127.0.0.1', port: server };
      const settings = isTrojan
        ? { servers: [{ ...address, password: SECRET }] }
        : { vnext: [{ ...address, users: [{ id: UUID, encryption: 'none' }] }] };
      const trusted = [{ usage: 'verify', certificateFile: certificate }];
      const streamSettings = tls({ serverName: NAME, certificates: trusted });
      return program('client', {
        inbounds: [{ listen: '127.0.0.1', port, protocol: 'socks', settings: { auth: 'noauth' } }],
        outbounds: [{ protocol, settings, streamSettings }],
      });
    },
    expression: (server) => `${protocol}://${isTrojan ? SECRET : UUID}@127.0.0.1:${server}?sni=${NAME}`,
  };
}

function ssh(): Rivals {
  for (const name of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, name)]);
  const authorized = file('authorized', readFileSync(join(folder, 'user.pub'), 'utf8'));
  const lines = (port: number) => [
    ...[
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${authorized}`,
    ],
    ...['PidFile none', 'UsePAM no', 'StrictModes no', 'PermitRootLogin yes', 'LogLevel ERROR', 'UseDNS no'],
  ];
  const known = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
  const key = Buffer.from(readFileSync(join(folder, 'user'))).toString('base64url');
  return {
    name: 'SSH',
    rival: '`ssh -D`',
    // It wants a folder in /run, and sees one of its own.
    server: (port) => [
      ...['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c'],
      'mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec /usr/sbin/sshd -D -e -f "$0"',
      file('sshd_config', `${lines(port).join('\n')}\n`),
    ],
    client: (port, server) => [
      ...[
        'ssh',
        '-N',
        '-F',
        'none',
        '-i',
        join(folder, 'user'),
        ...known.flatMap((option) => ['-o', option]),
      ],
      ...['-D', `127.0.0.1:${port}`, '-p', String(server), 'root@127.0.0.1'],
    ],
    expression: (server) => `ssh://root@127.0.0.1:${server}?key=${key}`,
  };
}

/** All that are compared. `certificate`: what `makeCertificate` made. */
export function rivals(certificate: string): readonly Rivals[] {
  return [
    shadowsocks('aes-128-gcm'),
    shadowsocks('aes-256-gcm'),
    shadowsocks('chacha20-ietf-poly1305'),
    ssh(),
    v2ray('vless', certificate),
    v2ray('trojan', certificate),
  ];
}
