import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { EngineServer } from '../model/engine-server.ts';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { sidecarsManifest } from '../testing/bare-sidecars.ts';
import { findProgram } from '../testing/daemon.ts';
import { createSidecars } from './sidecars.ts';
import { singBoxConfig } from './sing-box-config.ts';
import { v2rayConfig } from './v2ray-config.ts';

const ID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const PUBLIC = 'Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA';
const ROOT = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const door = { host: '127.0.0.1', port: 4000, username: 'u', password: 'p' };
const server = (
  protocol: EngineServer['protocol'],
  options: Readonly<Record<string, string>>,
  username = ID,
  password = '',
): EngineServer => ({ protocol, host: 'a.example', port: 443, credentials: { username, password }, options });

const REALITY = server('reality', {
  ...{ security: 'reality', flow: 'xtls-rprx-vision', sni: 'b.example', pbk: PUBLIC, sid: '0a1b' },
});
const VISION = server('vision', { security: 'tls', flow: 'xtls-rprx-vision', sni: 'b.example' });
const HYSTERIA = server(
  'hysteria2',
  { sni: 'b.example', obfs: 'salamander', 'obfs-password': 'x', mport: '443,5000-6000' },
  'secret',
);
const TUIC = server('tuic', { congestion_control: 'bbr' }, ID, 'secret');
const WIREGUARD = server(
  'wireguard',
  { publickey: KEY, address: '10.0.0.2/32,fd00::2/128', mtu: '1280', keepalive: '25', reserved: '1,2,3' },
  KEY,
);
const PINNED = server('vision', { ...VISION.options, pin: 'ab'.repeat(32) });
const VMESS = server('vmess', { security: 'tls', type: 'ws', path: '/way', host: 'b.example' });
const GRPC = server('vless-xray', {
  ...{ security: 'reality', sni: 'b.example', pbk: PUBLIC, type: 'grpc', servicename: 'way', mode: 'multi' },
});
const XHTTP = server('vless-xray', {
  ...{ security: 'tls', type: 'xhttp', path: '/way', host: 'b.example', mode: 'stream-up', alpn: 'h3' },
  extra: '{"xmux":{"maxConcurrency":"4-8"}}',
});
const UPGRADE = server('trojan-xray', { security: 'tls', type: 'httpupgrade', path: '/way' }, 'secret');
const LOCKED = server('vless-xray', { encryption: `mlkem768x25519plus.native.0rtt.${PUBLIC}` });
const all = { REALITY, VISION, HYSTERIA, TUIC, WIREGUARD, VMESS };
const xrayAlone = { GRPC, XHTTP, UPGRADE, LOCKED };

describe('what Xray is told', () => {
  test('is a door on loopback with a password, and our roots instead of the system’s', () => {
    expect(v2rayConfig(VMESS, door, [ROOT])).toMatchObject({
      inbounds: [
        {
          listen: '127.0.0.1',
          port: 4000,
          settings: { auth: 'password', accounts: [{ user: 'u', pass: 'p' }] },
        },
      ],
      outbounds: [
        {
          settings: { vnext: [{ users: [{ id: ID, alterId: 0, security: 'auto' }] }] },
          streamSettings: {
            network: 'ws',
            tlsSettings: {
              serverName: 'b.example',
              fingerprint: 'chrome',
              disableSystemRoot: true,
              certificates: [{ usage: 'verify', certificate: ROOT.trim().split('\n') }],
            },
            wsSettings: { path: '/way', headers: { Host: 'b.example' } },
          },
        },
      ],
    });
  });

  test('of a server that is known by a fingerprint is that fingerprint, and nothing that would leave it unchecked', () => {
    const pin = 'ab'.repeat(32);
    for (const way of [server('vmess', { ...VMESS.options, pin }), PINNED]) {
      const told = v2rayConfig(way, door, [ROOT]);
      expect(told).toMatchObject({
        outbounds: [
          { streamSettings: { tlsSettings: { pinnedPeerCertSha256: pin, disableSystemRoot: true } } },
        ],
      });
      expect(JSON.stringify(told)).not.toMatch(/allowInsecure/i);
    }
  });

  test('is for nobody else where a server is known by a fingerprint: others could not compare it', async () => {
    const house = createSidecars({
      ...{
        manifest: sidecarsManifest,
        platform: 'linux',
        folder: '',
        env: {},
        roots: [],
        clock: systemClock,
        random: systemRandom,
      },
      ...{
        start: undefined,
        runningTor: async () => null,
        onTor: () => undefined,
        onTrouble: () => undefined,
      },
      finder: { engine: async () => null, program: async () => null },
    });
    const missing = (way: EngineServer) =>
      house.missingFor({ kind: 'server', server: way }, new AbortController().signal);
    expect(await missing(VISION)).toEqual(['Xray', 'sing-box']);
    expect(await missing(PINNED)).toEqual(['Xray']);
    expect(await missing(server('vmess', PINNED.options))).toEqual(['Xray']);
  });

  test('of Reality and of WireGuard is what they need', () => {
    expect(v2rayConfig(REALITY, door, [])).toMatchObject({
      outbounds: [
        {
          protocol: 'vless',
          settings: { vnext: [{ users: [{ id: ID, encryption: 'none', flow: 'xtls-rprx-vision' }] }] },
          streamSettings: {
            security: 'reality',
            realitySettings: {
              serverName: 'b.example',
              publicKey: PUBLIC,
              shortId: '0a1b',
              fingerprint: 'chrome',
            },
          },
        },
      ],
    });
    expect(v2rayConfig(WIREGUARD, door, [])).toMatchObject({
      dns: { servers: [{ address: 'localhost', domains: ['full:a.example'] }, '9.9.9.9'] },
      outbounds: [
        {
          protocol: 'wireguard',
          settings: {
            ...{
              noKernelTun: true,
              secretKey: KEY,
              address: ['10.0.0.2/32', 'fd00::2/128'],
              mtu: 1280,
              reserved: [1, 2, 3],
            },
            peers: [{ endpoint: 'a.example:443', publicKey: KEY, keepAlive: 25 }],
          },
        },
      ],
    });
  });
});

describe('what Xray alone is told', () => {
  test.each([
    [GRPC, { network: 'grpc', grpcSettings: { serviceName: 'way', multiMode: true }, security: 'reality' }],
    [
      XHTTP,
      {
        network: 'xhttp',
        xhttpSettings: {
          ...{ path: '/way', host: 'b.example', mode: 'stream-up' },
          extra: { xmux: { maxConcurrency: '4-8' } },
        },
        tlsSettings: { serverName: 'b.example', alpn: ['h3'] },
      },
    ],
    [UPGRADE, { network: 'httpupgrade', httpupgradeSettings: { path: '/way' } }],
    [LOCKED, { network: 'tcp', security: 'none' }],
  ])('of %j', (way, streamSettings) => {
    expect(v2rayConfig(way, door, [ROOT])).toMatchObject({ outbounds: [{ streamSettings }] });
  });

  test('of VLESS’s own lock and of Trojan is what the link says', () => {
    expect(v2rayConfig(LOCKED, door, [])).toMatchObject({
      outbounds: [{ settings: { vnext: [{ users: [{ encryption: LOCKED.options.encryption }] }] } }],
    });
    expect(v2rayConfig(UPGRADE, door, [])).toMatchObject({
      outbounds: [{ protocol: 'trojan', settings: { servers: [{ password: 'secret' }] } }],
    });
  });

  test('of a tunnel’s names is to ask inside it, and outside for the server’s own alone', () => {
    expect(v2rayConfig(WIREGUARD, door, [])).toMatchObject({
      dns: {
        servers: [{ address: 'localhost', domains: ['full:a.example'], skipFallback: true }, '9.9.9.9'],
      },
      outbounds: [{ settings: { noKernelTun: true } }],
    });
  });
});

describe('what sing-box is told', () => {
  test.each([
    [
      HYSTERIA,
      {
        ...{ type: 'hysteria2', password: 'secret', obfs: { type: 'salamander', password: 'x' } },
        server_ports: ['443:443', '5000:6000'],
      },
    ],
    [
      TUIC,
      {
        type: 'tuic',
        uuid: ID,
        password: 'secret',
        congestion_control: 'bbr',
        udp_relay_mode: 'native',
        tls: { server_name: 'a.example' },
      },
    ],
    [
      VISION,
      { type: 'vless', flow: 'xtls-rprx-vision', tls: { server_name: 'b.example', utls: { enabled: true } } },
    ],
    [REALITY, { type: 'vless', tls: { reality: { enabled: true, public_key: PUBLIC, short_id: '0a1b' } } }],
    [
      VMESS,
      { type: 'vmess', alter_id: 0, transport: { type: 'ws', path: '/way', headers: { Host: 'b.example' } } },
    ],
  ])('of %j', (way, outbound) => {
    expect(singBoxConfig(way, door, [ROOT])).toMatchObject({
      inbounds: [{ listen: '127.0.0.1', listen_port: 4000, users: [{ username: 'u', password: 'p' }] }],
      outbounds: [{ server: 'a.example', server_port: 443, ...outbound }],
      route: { final: 'server' },
    });
  });

  test('of WireGuard is an end of a tunnel', () => {
    expect(singBoxConfig(WIREGUARD, door, [])).toMatchObject({
      endpoints: [{ private_key: KEY, mtu: 1280, peers: [{ public_key: KEY, reserved: [1, 2, 3] }] }],
    });
  });

  test('of WireGuard has names looked up inside, in families that the tunnel has (B11)', () => {
    expect(singBoxConfig(WIREGUARD, door, [])).toMatchObject({
      dns: {
        final: 'inside',
        servers: [{ type: 'tcp', tag: 'inside', server: '9.9.9.9', detour: 'server' }, {}],
      },
    });
    const { options } = WIREGUARD;
    const other = { ...WIREGUARD, options: { ...options, address: '10.0.0.2/32', dns: '10.0.0.1,10.0.0.3' } };
    expect(singBoxConfig(other, door, [])).toMatchObject({
      dns: { strategy: 'ipv4_only', servers: [{ server: '10.0.0.1' }, {}] },
    });
  });

  test('never leaves a certificate unchecked', () => {
    for (const way of Object.values(all)) {
      const text = JSON.stringify([singBoxConfig(way, door, []), v2rayConfig(way, door, [])]);
      expect(text).not.toMatch(/insecure/i);
    }
  });
});

/** One test a program, so that its absence is one line in the summary. */
const program = (name: string) => {
  const isHere = findProgram(name) !== undefined;
  return isHere
    ? { run: test, title: `${name} takes what it is told` }
    : { run: test.skip, title: `${name} is not installed: nobody asks it whether it takes what it is told` };
};

const singBox = program('sing-box');
singBox.run(singBox.title, () => {
  for (const [name, way] of Object.entries(all)) {
    const input = JSON.stringify(singBoxConfig(way, door, []));
    const { status, stderr } = spawnSync('sing-box', ['check', '-c', 'stdin'], { input, encoding: 'utf8' });
    expect([name, status, stderr]).toEqual([name, 0, '']);
  }
});

const xray = program('xray');
xray.run(xray.title, () => {
  const { HYSTERIA: _, TUIC: __, ...its } = all;
  for (const [name, way] of Object.entries({ ...its, ...xrayAlone, PINNED })) {
    const input = JSON.stringify(v2rayConfig(way, door, []));
    const args = ['run', '-test', '-config', 'stdin:'];
    const { status, stdout } = spawnSync('xray', args, { input, encoding: 'utf8' });
    expect([name, status, stdout]).toEqual([name, 0, expect.stringContaining('Configuration OK')]);
  }
});
