import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEEP_VERDICTS } from '../model/deep-check.ts';
import { sourceOf } from '../testing/report-source.ts';
import { buildReport } from './build.ts';
import type { DeepRecord, RecordedStep } from './record.ts';
import { AT, FALSIFIED, NETWORK, SERVERS } from './testing/records.ts';

const file = (records: readonly DeepRecord[], name: string, own?: Parameters<typeof sourceOf>[1]) =>
  buildReport(sourceOf({ records }, own)).files.find((one) => one.name === name)?.text ?? '';
const keysOf = (records: readonly DeepRecord[]) =>
  file(records, 'measurements.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const base: DeepRecord = {
  ...{ kind: 'deep', startedAt: AT, runtime: 1, subject: null, test: 'calls' },
  ...{ steps: [], attempts: [], results: [] },
};

test('WhatsApp’s servers are a measurement of OONI’s own: a host is blocked where both ports are (ts-018, R4)', () => {
  expect(keysOf([SERVERS])).toMatchObject([
    {
      test_name: 'whatsapp',
      test_keys: {
        ...{ whatsapp_endpoints_status: 'ok', whatsapp_endpoints_blocked: ['e1.whatsapp.net'] },
        ...{ whatsapp_endpoints_dns_inconsistent: [], registration_server_status: null },
        x_results: [{ verdict: 'servers-some', count: 1, all: 2, confidence: 'medium' }],
      },
    },
  ]);
});

test('Telegram’s access points are posted to by HTTP, as OONI does (ts-020, R4)', () => {
  const host = '149.154.167.51';
  const [line] = keysOf([
    {
      ...{ ...base, test: 'servers', subject: 'telegram', results: [] },
      steps: [
        { operation: 'connect', t0: 0, t: 0.1, failure: null, ip: host, port: 80 },
        { operation: 'dialogue', t0: 0.1, t: 4, failure: 'generic_timeout_error', protocol: 'http-post' },
      ],
      attempts: [
        {
          ...{
            transport: 'system',
            kind: 'plain',
            proof: 'http-post',
            host,
            port: 80,
            operation: 'dialogue',
          },
          ...{ failure: 'generic_timeout_error', steps: [0, 1] },
        },
      ],
    },
  ]);
  expect(line.test_keys).toMatchObject({ telegram_tcp_blocking: false, telegram_http_blocking: true });
  expect(line.test_keys.requests).toMatchObject([{ request: { method: 'POST', url: `http://${host}/` } }]);
});

test('what another address book knows does not make the system’s answer consistent, nor a host reached (ts-019, R4)', () => {
  const name = 'b-api.facebook.com';
  const times = { t0: 0, t: 0.1 };
  const asked = { operation: 'resolve' as const, ...times, name };
  const denied = { ...asked, failure: 'dns_nxdomain_error', resolver: 'system', addresses: [] };
  const known = { ...asked, failure: null, resolver: 'doh:quad9', addresses: ['157.240.1.1'] };
  const [line] = keysOf([
    {
      ...{ ...base, test: 'servers', subject: 'facebook-messenger', steps: [denied, known] },
      attempts: [
        {
          ...{ transport: 'system', kind: 'plain', proof: 'connect', host: name, port: 443 },
          ...{ operation: 'resolve', failure: 'dns_nxdomain_error', steps: [0, 1] },
        },
      ],
    },
  ]);
  expect(line.test_keys).toMatchObject({
    ...{ facebook_b_api_dns_consistent: false, facebook_dns_blocking: true, facebook_b_api_reachable: null },
  });
});

test('datagrams are events of df-008, and say what was sent and what came (R4)', () => {
  const datagrams = { ip: '157.240.1.10', port: 3478, sent: 60, received: 0 };
  const [line] = keysOf([
    {
      ...{ ...base, test: 'calls', results: [] },
      steps: [
        {
          ...{ operation: 'dialogue', t0: 0, t: 3, failure: 'generic_timeout_error', protocol: 'stun' },
          datagrams,
        },
      ],
    },
  ]);
  const event = { address: '157.240.1.10:3478', proto: 'udp', x_protocol: 'stun' };
  expect(line).toMatchObject({
    ...{ test_name: 'x_footbridge_deep', test_keys: { x_test: 'calls' } },
  });
  expect(line.test_keys.network_events).toMatchObject([
    { ...event, operation: 'write_to', num_bytes: 60, failure: null },
    { ...event, operation: 'read_from', num_bytes: 0, failure: 'generic_timeout_error' },
  ]);
});

test('sentences of a closer look come after the verdicts, say how sure they are and lead to their steps (R7)', () => {
  const { files, code } = buildReport(sourceOf({ records: [NETWORK, FALSIFIED, SERVERS] }));
  const page = files.find(({ name }) => name === 'report.html')?.text ?? '';
  const said = 'WhatsApp: 1 of 2 servers do not answer.';
  expect(page.indexOf(said)).toBeGreaterThan(page.indexOf('hides WhatsApp’s address'));
  const sentence = page.slice(page.indexOf(said)).split('</li>')[0] ?? '';
  expect(sentence).toContain('We saw this once.');
  const links = [...sentence.matchAll(/href="#(step-3-\d+)"/g)].map(([, id]) => id);
  expect(links).toEqual(['step-3-2', 'step-3-3']);
  for (const id of links) expect(page).toContain(`id="${id}"`);
  expect(page).toContain('WhatsApp: Servers');
  // What is read on the phone stays what it was.
  expect(code).toBe(buildReport(sourceOf({ records: [NETWORK, FALSIFIED] })).code);
});

test('that we cannot tell is said, of whom and of what (R7)', () => {
  const open = { verdict: 'open' as const, names: [], sureness: 'none' as const, steps: [] };
  const page = file([{ ...SERVERS, subject: 'bitchat', results: [open] }], 'report.html');
  expect(page).toContain('Bitchat (Nostr relays), Servers: we cannot tell. ');
  expect(file([{ ...base, test: 'calls', steps: [], results: [open] }], 'report.html')).toContain(
    'Calls: we cannot tell. ',
  );
});

test('address books are called by who runs them', () => {
  const names = ['udp:google', 'doh:quad9'];
  const result = { verdict: 'address-books-silent' as const, names, sureness: 'high' as const, steps: [] };
  expect(file([{ ...base, test: 'address-books', steps: [], results: [result] }], 'report.html')).toContain(
    'Google (UDP), Quad9 (DoH)',
  );
});

const SECRET = 'Antivirus of Vera Kuznetsova';
const BYTES = Buffer.from(`certificate of ${SECRET}`).toString('base64');
const chained = (failure: string | null, issuer: string): RecordedStep => ({
  ...{ operation: 'tls', t0: 0, t: 1, failure, serverName: 'web.whatsapp.com', hello: 'node', issuer },
  chain: [
    { name: 'web.whatsapp.com', sha256: 'a'.repeat(64), data: BYTES },
    { name: issuer, sha256: 'b'.repeat(64), data: BYTES },
  ],
});
const certificates = (
  step: RecordedStep,
  verdict: 'certificates-here' | 'certificates-foreign' | 'certificates-fine',
): DeepRecord => ({
  ...{ ...base, test: 'certificates', steps: [step] },
  results: [{ verdict, names: ['web.whatsapp.com'], sureness: 'high', steps: [0] }],
});
const shown = (record: DeepRecord) =>
  buildReport(sourceOf({ records: [record] }))
    .files.map(({ text }) => text)
    .join('\n');

test('a chain made in this house is counted and not shown: no name, no hash, no bytes (R2, R3)', () => {
  const text = shown(certificates(chained('ssl_unknown_authority', SECRET), 'certificates-here'));
  for (const secret of [SECRET, BYTES, 'a'.repeat(64), 'b'.repeat(64)]) expect(text).not.toContain(secret);
  expect(text).toContain('[certificate issuer ');
});

test('of a stranger’s chain the names and hashes are shown, and never the bytes (R2)', () => {
  const text = shown(certificates(chained('ssl_unknown_authority', 'Some Box Ltd'), 'certificates-foreign'));
  expect(text).not.toContain(BYTES);
  for (const part of ['Some Box Ltd', 'a'.repeat(64), 'b'.repeat(64)]) expect(text).toContain(part);
});

test('a chain the world trusts, and a state’s, is shown whole (R3)', () => {
  const fine = keysOf([certificates(chained(null, 'DigiCert Inc'), 'certificates-fine')]);
  const state = keysOf([
    certificates(chained('ssl_unknown_authority', 'Russian Trusted Root CA'), 'certificates-foreign'),
  ]);
  for (const [line] of [fine, state])
    expect(line.test_keys.tls_handshakes[0].peer_certificates).toEqual([
      { format: 'base64', data: BYTES },
      { format: 'base64', data: BYTES },
    ]);
});

test('docs/verdicts.md says of every verdict of a closer look what it means', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/verdicts.md'), 'utf8');
  const explained = DEEP_VERDICTS.filter((verdict) => page.includes(`\n| ${verdict} | `));
  expect(explained).toEqual(DEEP_VERDICTS);
});
