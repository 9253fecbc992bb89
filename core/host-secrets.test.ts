import { Buffer } from 'node:buffer';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ReportWish, StreamName } from './contract.ts';
import { sidecarsManifest } from './testing/bare-sidecars.ts';
import { folders, place, shut, startEngine, withOwnFolder } from './testing/window.ts';

withOwnFolder();

const WISH: ReportWish = {
  ...{ language: 'en', tellsCountry: false, operator: '' },
  parts: ['report.html', 'measurements.jsonl', 'events.log'],
};
const STREAMS: readonly StreamName[] = ['steps', 'traffic', 'log'];
const UUID = 'ca4a4e1d-6324-4d53-ad4f-8cda48b30811';
/** 32 bytes in base64, none of which stand for what they are in words. */
const KEY = Buffer.from('canary-of-thirty-two-bytes-here!').toString('base64');
const OTHER_KEY = Buffer.alloc(32, 7).toString('base64');

/** What must be seen nowhere. */
const CANARIES = [
  ...[
    'canary-user',
    'canary-pass',
    'canary-phrase',
    'canary-cert',
    'canary-obfs',
    'canary-token',
    'canary-path',
  ],
  ...[UUID, UUID.replaceAll('-', ''), 'ca4a4ecafe000102030405060708090a', KEY.slice(0, 24), 'Y2FuYXJ5LWtleS'],
];

const vmess = (port: number) =>
  Buffer.from(
    JSON.stringify({ add: '127.0.0.1', port, id: UUID, aid: 0, net: 'ws', tls: 'tls', path: '/canary-path' }),
  ).toString('base64');
const encoded = encodeURIComponent;

/** A link of every kind to a place where nobody listens, each with secrets of its own. */
const linksTo = (port: number): readonly string[] => {
  const at = `127.0.0.1:${port}`;
  const login = 'canary-user:canary-pass';
  return [
    `socks5://${login}@${at}`,
    `socks4://canary-user@${at}`,
    `http://${login}@${at}`,
    `https://${login}@${at}`,
    `tg://socks?server=127.0.0.1&port=${port + 1}&user=canary-user&pass=canary-pass`,
    `tg://proxy?server=127.0.0.1&port=${port}&secret=ca4a4ecafe000102030405060708090a`,
    `ss://${Buffer.from('aes-256-gcm:canary-pass').toString('base64url')}@${at}`,
    `ss://2022-blake3-aes-256-gcm:${encoded(KEY)}@${at}`,
    `trojan://canary-pass@${at}?sni=b.example&type=ws&path=%2Fcanary-path`,
    `vless://${UUID}@${at}?security=tls&type=ws&path=%2Fcanary-path`,
    `ssh://${login}@${at}`,
    `ssh://me@${at}?key=b3BlbnNzaC1rZXktdjEAY2FuYXJ5LWtleS&passphrase=canary-phrase`,
    `vmess://${vmess(port)}`,
    `vless://${UUID}@${at}?security=reality&sni=b.example&pbk=${Buffer.alloc(32, 9).toString('base64url')}`,
    `hy2://canary-pass@${at}/?sni=b.example&obfs=salamander&obfs-password=canary-obfs`,
    `tuic://${UUID}:canary-pass@${at}?congestion_control=bbr`,
    `wireguard://${encoded(KEY)}@${at}?publickey=${encoded(OTHER_KEY)}&address=10.0.0.2`,
    `Bridge 192.0.2.1:${port} 0123456789ABCDEF0123456789ABCDEF01234567`,
    `doh:quad9 | ssh://${login}@${at} | tlsfrag:sni`,
  ];
};

/** Programs that call themselves what links need, and that nobody here starts. */
function pretendEngines(): void {
  const engines = join(folders().home, 'engines');
  mkdirSync(engines, { recursive: true, mode: 0o700 });
  const manifest = {
    ...sidecarsManifest,
    engines: sidecarsManifest.engines.map((engine) => ({ ...engine, commands: [`no-such-${engine.id}`] })),
    bridgeHelpers: [],
  };
  writeFileSync(join(folders().resources, 'sidecars.json'), JSON.stringify(manifest));
  for (const { id, name, from } of manifest.engines)
    writeFileSync(join(engines, `no-such-${id}`), `#!/bin/sh\necho ${name} ${from}\n`, { mode: 0o700 });
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('engines'))
    .map((entry) => join(entry.parentPath, entry.name));

test.skipIf(process.platform === 'win32')(
  'links of every kind are kept, tried and reported without a secret being seen anywhere (S2, R2, L2)',
  async () => {
    const purpose = { messenger: 'open', purpose: 'chat', port: await place() } as const;
    const { engine, states, known, is } = startEngine([purpose], undefined, pretendEngines);
    const seen: unknown[] = [];
    for (const name of STREAMS) engine.watchStream(name, (items) => seen.push(items));
    const links = linksTo(await shut());
    const text = [...links, 'https://127.0.0.1:9/canary-token', 'ssconf://127.0.0.1:9/canary-token'].join(
      '\n',
    );
    const described = await engine.call('describeLinks', { text });
    if (!described.ok) throw new Error(described.error.code);
    const { proposals, problems, lists } = described.value;
    expect(problems).toEqual([]);
    expect(proposals).toHaveLength(links.length);
    seen.push(described);
    const accepted = await engine.call('acceptProposals', { tokens: proposals.map(({ token }) => token) });
    if (!accepted.ok) throw new Error(accepted.error.code);
    seen.push(accepted);
    for (const { token } of lists) seen.push(await engine.call('fetchList', { token }));
    await engine.call('connect', {});
    await is(() => known().phase === 'on');
    for (const { id } of known().ways) {
      seen.push(await engine.call('testWay', { id }));
      seen.push(await engine.call('missingPrograms', { id }));
    }
    await is(() => known().ways.every(({ last }) => last?.outcome === 'failed'));
    expect(known().ways).toHaveLength(links.length);
    for (const part of [engine.call('previewReport', WISH), engine.call('packReport', WISH)])
      seen.push(await part);
    seen.push(states);
    const said = JSON.stringify(seen);
    // What is looked through is there.
    expect(said).toContain('•••@127.0.0.1');
    const home = filesIn(folders().home);
    const kept = home.map((path) => readFileSync(path, 'latin1')).join('\n');
    for (const canary of CANARIES) {
      expect(said, canary).not.toContain(canary);
      expect(kept, canary).not.toContain(canary);
    }
    expect(home.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
    expect(home.length).toBeGreaterThan(2);
  },
);
