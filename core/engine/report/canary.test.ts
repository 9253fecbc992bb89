import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ReportWish } from '../../contract.ts';
import { type Failure, NetError } from '../../model/failure.ts';
import type { Proof } from '../../model/messenger.ts';
import type { Attempt } from '../../model/route.ts';
import type { Step } from '../../model/trace.ts';
import type { TransportKind } from '../../model/transport.ts';
import { systemClock, systemRandom } from '../../net/system-clock.ts';
import { packReport, type Report } from '../../report/build.ts';
import { unzip } from '../../report/testing/unzip.ts';
import { scratchFolder } from '../../testing/daemon.ts';
import { openHouse } from '../open.ts';
import { createReportBook } from './book.ts';
import { makeReport } from './make.ts';
import type { Surroundings } from './personal.ts';

/** Everything that must not be found, by what it is. Each is planted once at least. */
const SECRET = {
  userName: 'vera.kuznetsova',
  fullName: 'Вера Кузнецова',
  computer: 'VERA-THINKPAD-X1',
  homeWithSpaces: '/home/Вера Кузнецова',
  otherFolder: 'D:\\Документы Веры\\тайное',
  ipv4: '192.168.178.57',
  gateway: '192.168.178.1',
  publicIpv4: '203.0.113.57',
  ipv6: '2a02:6b8:c1:77::1a2b',
  ipv6Zone: 'fe80::8e16:45ff:feaa:bbcc%wlp3s0',
  mac: '8c:16:45:aa:bb:cc',
  gatewayMac: 'e0:28:6d:12:34:56',
  ssid: 'Kuznetsova-5GHz',
  environmentToken: 'ghp_Zx81kQn0aVtR5mLw2cYd',
  environmentPassword: 'env-pass-9321',
  environmentProxy: 'http://proxyuser:proxypass@10.20.30.40:3128',
  sessionCookie: 'sessid-8812-aa41',
  settingsValue: 'typed-into-settings-551',
  socksUser: 'socks-user-1',
  socksPassword: 'socks-pass-1!',
  socksHost: 'vps-of-vera.example.net',
  httpPassword: 'http-pass-2?',
  httpHost: '198.51.100.21',
  httpsPassword: 'https-pass-3',
  ssPassword: 'shadow-pass-4',
  ssHost: '198.51.100.44',
  sshPassword: 'ssh-pass-5',
  sshUser: 'verassh',
  sshHost: 'ssh.kuznetsova.example',
  trojanPassword: 'trojan-pass-6',
  trojanHost: 'trojan.kuznetsova.example',
  vlessId: '7f3a4b2c-1d5e-4f60-8a9b-0c1d2e3f4a5b',
  vlessHost: '198.51.100.77',
  telegramSocksPassword: 'tg-pass-7',
  telegramSocksHost: 'tg.kuznetsova.example',
  nameOfWay: 'Сервер брата Андрея',
  linkToken: 'tok_88f1d2aa90',
  listHost: 'lists.kuznetsova.example',
  listToken: 'subscription-of-vera-771',
  eMail: 'vera.k@kuznetsova.example',
  phone: '+7 912 345-67-89',
  localHost: 'nas.kuznetsova.lan',
  issuer: 'Antivirus of Vera',
  portalQuery: 'client_ip=203.0.113.57',
  serverReply: 'Dear customer 40817810',
  errorText: 'diary.txt is not readable',
} as const;

const SURROUNDINGS: Surroundings = {
  env: {
    USER: SECRET.userName,
    HOME: SECRET.homeWithSpaces,
    GITHUB_TOKEN: SECRET.environmentToken,
    DB_PASSWORD: SECRET.environmentPassword,
    HTTPS_PROXY: SECRET.environmentProxy,
    SESSION_COOKIE: SECRET.sessionCookie,
    TMP: SECRET.otherFolder,
  },
  hostname: SECRET.computer,
  username: SECRET.userName,
  homedir: SECRET.homeWithSpaces,
  interfaces: [
    { name: 'wlp3s0', address: SECRET.ipv4, mac: SECRET.mac },
    { name: 'wlp3s0', address: SECRET.ipv6, mac: SECRET.mac },
    { name: 'wlp3s0', address: SECRET.ipv6Zone, mac: SECRET.mac },
  ],
};

const LINKS = [
  `socks5://${SECRET.socksUser}:${encodeURIComponent(SECRET.socksPassword)}@${SECRET.socksHost}:1080`,
  `http://admin:${encodeURIComponent(SECRET.httpPassword)}@${SECRET.httpHost}:3128`,
  `https://admin:${SECRET.httpsPassword}@https.kuznetsova.example:443`,
  `ss://${Buffer.from(`chacha20-ietf-poly1305:${SECRET.ssPassword}`).toString('base64url')}@${SECRET.ssHost}:8388`,
  `ssh://${SECRET.sshUser}:${SECRET.sshPassword}@${SECRET.sshHost}:22`,
  `trojan://${SECRET.trojanPassword}@${SECRET.trojanHost}:443`,
  `vless://${SECRET.vlessId}@${SECRET.vlessHost}:443?security=tls&type=tcp`,
  `tg://socks?server=${SECRET.telegramSocksHost}&port=1080&user=u&pass=${SECRET.telegramSocksPassword}`,
];

const dialer = { dial: () => Promise.reject(new Error('nothing is dialled here')) };
const PROOF: Proof = { kind: 'https', host: 'web.whatsapp.com', port: 443, path: '/' };
const failing = (
  steps: readonly Step[],
  kind: TransportKind = 'plain',
  failure: Failure = 'connection_reset',
): Attempt => ({
  transport: { id: kind, kind, label: kind === 'server' ? (LINKS[0] ?? '') : 'system', dialer },
  proof: PROOF,
  outcome: { ok: false, steps, error: new NetError('tls', failure) },
});
const times = { startedAt: 1, endedAt: 2 };
const resolved = (name: string, addresses: readonly string[], failure: Step['failure'] = null): Step => ({
  ...{ operation: 'resolve', resolver: 'system', name, addresses, ...times, failure },
});
const connected = (host: string): Step => ({
  ...{ operation: 'connect', address: { host, port: 443 }, ...times, failure: 'connection_refused' },
});

/** Steps as a hostile network, a home router and the system's error messages could make them. */
const STEPS: readonly Step[] = [
  resolved('web.whatsapp.com', ['10.10.34.34'], 'dns_bogon_error'),
  resolved('web.whatsapp.com', [SECRET.gateway, SECRET.ipv6]),
  resolved(SECRET.localHost, [SECRET.publicIpv4]),
  connected(SECRET.gateway),
  connected(SECRET.ipv6Zone),
  connected(SECRET.publicIpv4),
  {
    ...{ operation: 'tls', serverName: 'web.whatsapp.com', hello: 'node', ...times },
    ...{ failure: 'ssl_unknown_authority', issuer: SECRET.issuer },
  },
  {
    ...{ operation: 'dialogue', protocol: 'http', ...times, failure: 'x_unexpected_answer' },
    answer: {
      status: 302,
      location: `http://${SECRET.userName}:${SECRET.linkToken}@${SECRET.gateway}/?${SECRET.portalQuery}`,
    },
  },
  ...[
    `connect ${SECRET.ipv6Zone}: ${SECRET.ssid}`,
    `open ${SECRET.homeWithSpaces}/x: ${SECRET.fullName}`,
    `https://a.example/?t=${SECRET.linkToken} ${SECRET.eMail} ${SECRET.phone} ${SECRET.gatewayMac}`,
    SECRET.serverReply,
  ].map((text): Step => ({ operation: 'read', bytes: 0, ...times, failure: `unknown_failure: ${text}` })),
];

const LOG = [
  `cannot open ${SECRET.otherFolder} of ${SECRET.fullName}: ${SECRET.errorText}`,
  `${SECRET.ssid} ${SECRET.eMail} ${SECRET.phone} ${SECRET.sessionCookie} ${SECRET.settingsValue}`,
  `https://${SECRET.listHost}/s/${SECRET.listToken} ${SECRET.listHost} ${SECRET.listToken}`,
  `${SECRET.environmentProxy} ${SECRET.linkToken} ${SECRET.nameOfWay} ${SECRET.computer}`,
];

const WISH: ReportWish = {
  ...{ language: 'ru', tellsCountry: false, operator: '' },
  parts: ['report.html', 'measurements.jsonl', 'events.log'],
};

/** A text as it may be hidden in another: as it is, in an address, in JSON, in HTML, in base64. */
const spellings = (text: string) => [
  text,
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
  text.replace(/&/g, '&amp;').replace(/'/g, '&#39;'),
  Buffer.from(text).toString('base64').replace(/=+$/, '').slice(2, -2),
];

async function plant() {
  const folder = scratchFolder();
  const home = join(folder.path, SECRET.fullName, 'footbridge');
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, 'settings.json'),
    JSON.stringify({ version: 1, onlyThrough: [], note: SECRET.settingsValue }),
  );
  const options = {
    ...{ home, clock: systemClock, random: systemRandom, timeZone: 'Europe/Moscow' },
    resourceFolders: [join(import.meta.dirname, '../../../resources')],
  };
  const house = await openHouse(options, { emit: () => undefined });
  for (const link of LINKS) expect([link, (await house.servers.add(link)).ok]).toEqual([link, true]);
  const listAddress = `https://${SECRET.listHost}/s/${SECRET.listToken}`;
  await house.lists.add(listAddress, async () => ({ kind: 'list', text: LINKS[0] ?? '', validators: {} }));
  const [first] = house.servers.list();
  await house.servers.rename(first?.id ?? '', SECRET.nameOfWay);
  const book = createReportBook(systemClock);
  const here = `this-computer: ${SECRET.issuer}`;
  book.onVerdict(
    {
      ...{ messenger: 'whatsapp', purpose: 'web', state: 'blocked' },
      findings: [
        { cause: 'dns-tampering', detail: 'bogon', evidence: STEPS.slice(0, 2) },
        { cause: 'intercepted', detail: here, evidence: STEPS },
        { cause: 'unknown', detail: `${SECRET.ssid} ${SECRET.publicIpv4}`, evidence: STEPS },
      ],
    },
    [
      failing(STEPS),
      failing([connected(SECRET.httpHost), resolved(SECRET.socksHost, [SECRET.vlessHost])], 'server'),
      failing(STEPS, 'plain', `unknown_failure: ${SECRET.serverReply}`),
    ],
  );
  book.onNetwork({ cause: 'intercepted', detail: SECRET.issuer, evidence: STEPS });
  const log = [
    ...LOG.map((text) => ({ at: 1, level: 'error' as const, code: 'internal', text })),
    ...LOG.map((text) => ({ at: 1, level: 'error' as const, code: text, text })),
    {
      ...{ at: 1, level: 'warning' as const, code: 'network' },
      text: `network: intercepted (${here} on ${SECRET.ssid})`,
    },
    { at: 1, level: 'info' as const, code: 'trying', text: `whatsapp/web: trying ${LINKS[0]} (server)` },
  ];
  const facts = {
    ...{ connected: true, insideVpn: false, hardware: [SECRET.gatewayMac] },
    traits: [`gateway wlp3s0 ${SECRET.gateway}`, 'resolver 192.168.178.1'],
  };
  const material = { records: book.records(), log, rivals: [], surroundings: SURROUNDINGS };
  const made = await makeReport(options, { ...house, readNetwork: async () => facts }, WISH, material);
  return { ...made, options, house };
}

/** All that leaves by any route: the preview, the archive, the text for a chat. */
function textsOf(report: Report, at: number): readonly string[] {
  const packed = packReport(report, at);
  const archived = [...unzip(packed.bytes)].flatMap(([name, bytes]) => [name, bytes.toString('utf8')]);
  return [report.text, report.code, packed.name, ...report.files.map(({ text }) => text), ...archived];
}

test('of forty kinds of secrets in settings, environment, errors and server replies none is in a report (R2)', async () => {
  expect(Object.keys(SECRET).length).toBeGreaterThanOrEqual(40);
  const { report, at } = await plant();
  const all = textsOf(report, at).join('\n').toLowerCase();
  const found = Object.entries(SECRET).flatMap(([kind, value]) =>
    spellings(value)
      .filter((text) => text.length > 3 && all.includes(text.toLowerCase()))
      .map((text) => `${kind}: ${text}`),
  );
  expect(found).toEqual([]);
  // The evidence is still there: a report with nothing in it would pass, too.
  for (const kept of [
    '10.10.34.34',
    'web.whatsapp.com',
    'dns_bogon_error',
    '[certificate issuer 1]',
    '[server 1]',
  ])
    expect(all).toContain(kept);
});

test('the secrets of the test would be found where they are', async () => {
  const { house } = await plant();
  const links = house.servers
    .saved()
    .map(({ expression }) => expression)
    .join('\n')
    .toLowerCase();
  for (const planted of ['socksPassword', 'ssPassword', 'sshHost', 'trojanPassword', 'vlessId'] as const)
    expect(spellings(SECRET[planted]).some((text) => links.includes(text.toLowerCase()))).toBe(true);
});
