import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CAUSES } from '../model/verdict.ts';
import { sourceOf } from '../testing/report-source.ts';
import { buildReport, packReport } from './build.ts';
import { shortCode } from './code.ts';
import { confidenceOf } from './confidence.ts';
import type { MessengerRecord, ReportRecord } from './record.ts';
import { AT, FALSIFIED, FINE, MUTE, NETWORK } from './testing/records.ts';
import { unzip } from './testing/unzip.ts';

const RECORDS = [FINE, FALSIFIED, MUTE, NETWORK];
const fileOf = (name: string, more: Parameters<typeof sourceOf>[0] = {}, language = 'en') =>
  buildReport(sourceOf({ records: RECORDS, ...more }, undefined, language)).files.find(
    (one) => one.name === name,
  )?.text ?? '';

describe('what a report says', () => {
  test('a sentence for each thing found, how sure we are, and a code to read aloud (R7)', () => {
    const { text, code } = buildReport(sourceOf({ records: RECORDS }));
    expect(text.split('\n')).toEqual([
      `Footbridge 1.2.3: ${code}`,
      '1. The internet as a whole works here. We are sure.',
      '2. WhatsApp (Web client): Your provider hides WhatsApp’s address. We are sure.',
      '3. WhatsApp (Messages): WhatsApp does not answer. It may be down, or it may be blocked. We cannot tell for certain.',
      '4. Signal (Messages): Signal answers here without help. Downloads were not tried. We are sure.',
    ]);
    expect(code).toMatch(/^N00 W01 S00 [A-Z]$/);
  });

  test('the same of two purposes is said once', () => {
    const media: MessengerRecord = { ...FALSIFIED, purpose: 'media' };
    const { text } = buildReport(sourceOf({ records: [FALSIFIED, media] }));
    expect(text).toContain('1. WhatsApp (Web client, Pictures and files): ');
    expect(text).not.toContain('\n2. ');
  });

  test('another program that may have to do with it is named at the end, on paper too', () => {
    const rivals = [
      { name: 'GoodbyeDPI', kind: 'reshapes' },
      { name: 'ESET', kind: 'inspects' },
    ] as const;
    const { text } = buildReport(sourceOf({ records: [FINE], rivals }));
    expect(text).toMatch(/\n2\. GoodbyeDPI is running\. [^\n]* We are sure\.$/);
    expect(text).not.toContain('ESET');
    expect(fileOf('report.html', { rivals })).toContain('GoodbyeDPI is running.');
  });

  test('nothing measured is said as well', () => {
    const { text, code, files } = buildReport(sourceOf());
    expect([text, code]).toEqual(['Footbridge 1.2.3\nNothing has been measured yet.', '']);
    expect(files.map(({ name }) => name)).toEqual([
      ...['report.html', 'measurements.jsonl', 'events.log', 'README.txt'],
    ]);
  });

  test('another language says it first, English after it', () => {
    const page = fileOf('report.html', {}, 'fa');
    expect(page).toContain('<html lang="fa" dir="rtl">');
    expect(page.indexOf('lang="fa" dir="rtl">\n<h1>')).toBeLessThan(
      page.indexOf('lang="en" dir="ltr">\n<h1>'),
    );
    expect(fileOf('report.html').match(/<h1>/g)).toHaveLength(1);
  });
});

test('who intercepts is named only where a report may name them', () => {
  const said = (detail: string) => {
    const record: MessengerRecord = { ...FALSIFIED, findings: [{ cause: 'intercepted', detail, steps: [] }] };
    return buildReport(sourceOf({ records: [record] })).text.split('\n')[1];
  };
  expect(said('Qaznet Trust Network')).toContain('They call themselves “Qaznet Trust Network”');
  expect(said('this-computer: AV of Vera')).toContain(
    'A program on this computer opens every secure connection. It could',
  );
});

test('a sentence leads to what fails late rather than to what fails early', () => {
  const steps: MessengerRecord['steps'] = [
    ...Array.from({ length: 8 }, (): MessengerRecord['steps'][number] => ({
      ...{ operation: 'connect', t0: 0, t: 1, failure: 'network_unreachable', ip: '::1', port: 80 },
    })),
    { operation: 'dialogue', t0: 1, t: 2, failure: 'x_unexpected_answer', protocol: 'http' },
  ];
  const finding = { cause: 'captive-portal' as const, steps: steps.map((_, at) => at) };
  expect(fileOf('report.html', { records: [{ ...NETWORK, steps, finding }] })).toContain('href="#step-1-9"');
});

describe('report.html', () => {
  test('runs no script and loads nothing (R9)', () => {
    const page = fileOf('report.html');
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(page).not.toMatch(/<script|<img|<link|<iframe|@import|url\(|\son\w+=/i);
    expect([...page.matchAll(/(?:href|src)="(?!#)/g)]).toEqual([]);
  });

  test('every sentence leads to the steps it rests on, which are there (R7)', () => {
    const page = fileOf('report.html');
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    const ids = new Set([...page.matchAll(/id="([^"]+)"/g)].map(([, id]) => id));
    expect(links).toEqual(expect.arrayContaining(['step-2-1', 'step-2-2', 'step-3-3', 'step-1-1']));
    expect(links.filter((id) => !ids.has(id ?? ''))).toEqual([]);
  });

  test('what others wrote stays text', () => {
    const evil = '<script>alert(1)</script>"\'&\u202e';
    const record: ReportRecord = {
      ...FALSIFIED,
      findings: [{ cause: 'intercepted', detail: evil, steps: [] }],
      steps: [],
    };
    const page = fileOf('report.html', { records: [record] });
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('\u202e');
    expect(page).toContain('&lt;script&gt;');
  });
});

describe('what is left out', () => {
  test('what the person unticks, country and operator unless they say them (R6)', () => {
    const { files } = buildReport(sourceOf({ records: RECORDS, parts: ['events.log'] }));
    expect(files.map(({ name }) => name)).toEqual(['events.log', 'README.txt']);
    const lines = (probe: object) =>
      fileOf('measurements.jsonl', { probe: { ...sourceOf().probe, ...probe } });
    expect(lines({})).toContain('"probe_cc":"ZZ"');
    expect(lines({})).toContain('"probe_network_name":""');
    expect(lines({ country: 'IR', operator: 'Shatel' })).toMatch(
      /"probe_cc":"IR".*"probe_network_name":"Shatel"/,
    );
  });

  test('messages of errors, of which nobody knows what they hold (R2)', () => {
    const log = [
      {
        at: AT,
        level: 'info',
        code: 'trying',
        text: 'whatsapp/web: trying doh:quad9 | tlsfrag:sni (record)',
      },
      { at: AT, level: 'error', code: 'internal', text: 'cannot read the diary of Vera' },
      { at: AT, level: 'warning', code: 'network', text: 'network: intercepted (CN of 198.51.100.7)' },
    ] as const;
    expect(fileOf('events.log', { log })).toBe(
      [
        '2026-09-14T18:30:00.000Z info trying whatsapp/web: trying doh:quad9 | tlsfrag:sni (record)',
        '2026-09-14T18:30:00.000Z error internal [message 1]',
        '2026-09-14T18:30:00.000Z warning network network: intercepted',
        '',
      ].join('\n'),
    );
  });

  test('somebody’s server: neither its address nor its steps (R2)', () => {
    const { files, hidden } = buildReport(sourceOf({ records: RECORDS }));
    const data = files.find(({ name }) => name === 'measurements.jsonl')?.text ?? '';
    expect(data).toContain('"x_ways":[{"kind":"server","transport":"[server 1]","proof":"websocket-noise"');
    expect(hidden).toEqual([{ kind: 'server', count: 1 }]);
  });
});

test('the archive holds what the preview shows, to the letter, under a name with the day (R8)', () => {
  const report = buildReport(sourceOf({ records: RECORDS }));
  const { name, bytes } = packReport(report, AT);
  expect(name).toBe('footbridge-report-2026-09-14T1830.zip');
  const unpacked = [...unzip(bytes)].map(([file, content]) => ({
    name: file,
    text: content.toString('utf8'),
  }));
  expect(unpacked).toEqual(report.files);
});

describe('confidence', () => {
  const steps = (failures: readonly (string | null)[]): MessengerRecord['steps'] =>
    failures.map((failure) => ({ operation: 'read', t0: 0, t: 1, failure, bytes: 0 }));
  const sureness = (cause: (typeof CAUSES)[number], failures: readonly (string | null)[]) => {
    const record: MessengerRecord = { ...MUTE, attempts: [], steps: steps(failures) };
    return confidenceOf(record, { cause, steps: failures.map((_, at) => at) });
  };

  test('a lie is enough, what could be chance needs to be seen twice, and open causes are open (R7)', () => {
    expect(sureness('dns-tampering', ['dns_bogon_error'])).toBe('high');
    expect(sureness('sni-blocked', ['connection_reset'])).toBe('medium');
    expect(sureness('sni-blocked', ['connection_reset', 'connection_reset'])).toBe('high');
    expect(sureness('sni-blocked', ['connection_reset', 'interrupted', null])).toBe('medium');
    expect(sureness('frozen', ['x_frozen'])).toBe('high');
    expect(sureness('unknown', ['connection_reset', 'connection_reset'])).toBe('none');
    expect(sureness('outage-or-blocked', ['generic_timeout_error', 'generic_timeout_error'])).toBe('none');
  });

  test('another way that reached the same host makes it sure', () => {
    const attempt = { transport: 'system', proof: 'https', host: 'a', port: 443, steps: [] };
    const record: MessengerRecord = {
      ...MUTE,
      steps: steps(['connection_reset']),
      attempts: [
        { ...attempt, kind: 'plain', failure: 'connection_reset', operation: 'tls' },
        { ...attempt, kind: 'strategy', failure: null, operation: null },
      ],
    };
    expect(confidenceOf(record, { cause: 'sni-blocked', steps: [0] })).toBe('high');
  });
});

describe('the code', () => {
  test('names the worst of each messenger, and changes its last letter with every mistake', () => {
    const code = shortCode([NETWORK, FALSIFIED, MUTE, FINE, { ...MUTE, messenger: 'telegram' }]);
    expect(code).toMatch(/^N00 W01 T13 S00 [A-Z]$/);
    const check = code.at(-1);
    const wrong = shortCode([NETWORK, FALSIFIED, MUTE, FINE, { ...FALSIFIED, messenger: 'telegram' }]);
    expect(wrong.at(-1)).not.toBe(check);
    expect(shortCode([])).toBe('');
  });

  test('has a number for every cause, the one that docs/verdicts.md explains', () => {
    const page = readFileSync(new URL('../../docs/verdicts.md', import.meta.url), 'utf8');
    for (const [index, cause] of CAUSES.entries())
      expect(page).toContain(`| ${String(index + 1).padStart(2, '0')} | ${cause} |`);
    for (const [index, cause] of CAUSES.entries()) {
      const record: ReportRecord = { ...NETWORK, finding: { cause, steps: [] } };
      expect(shortCode([record])).toContain(`N${String(index + 1).padStart(2, '0')}`);
    }
  });
});

test('README.txt says what the files are, what was hidden, and that nothing was sent (R1)', () => {
  const readme = fileOf('README.txt', {}, 'ru');
  for (const part of ['measurements.jsonl', 'events.log', 'report.html', '- server: 1', 'help@accessnow.org'])
    expect(readme).toContain(part);
  expect(readme).toContain('Footbridge sends it to nobody.');
});
