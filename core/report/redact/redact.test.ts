import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { evidence } from '../../testing/report-source.ts';
import type { MessengerRecord } from '../record.ts';
import { FALSIFIED, NETWORK } from '../testing/records.ts';
import { redactRecord } from './redact-record.ts';
import { createRedactor, type PersonalWords } from './redactor.ts';

const OWN: PersonalWords = {
  addresses: ['192.168.1.23', '2a02:6b8:1::77', 'fe80::1%wlan0'],
  neighbours: ['192.168.1.1', '9.9.9.9'],
  words: [
    { kind: 'name', text: 'Иван Петров' },
    { kind: 'name', text: 'ivan' },
    { kind: 'path', text: '/home/ivan' },
    { kind: 'secret', text: 'correct horse' },
    { kind: 'server', text: 'my.server.example' },
  ],
};
const NOBODY: PersonalWords = { addresses: [], neighbours: [], words: [] };
const redactor = (own = OWN) => createRedactor(evidence, own);

describe('texts', () => {
  test.each([
    ['go to https://ivan:pw@my.server.example:1080/x?token=abc#y now', 'go to [link 1] now'],
    ['tg://proxy?server=1.2.3.4&secret=dd00', '[link 1]'],
    ['write to vera.k+x@mail.example.org', 'write to [e-mail 1]'],
    ['open C:\\Users\\Vera Ivanova\\AppData\\x.json: denied', 'open [path 1]: denied'],
    ['open /home/vera/Мои документы/x: denied', 'open [path 1]: denied'],
    ['at 8c:16:45:aa:bb:cc and 8C-16-45-AA-BB-CC', 'at [hardware address 1] and [hardware address 2]'],
    ['from [2001:db8:85a3::8a2e:370:7334]:443', 'from [address 1]:443'],
    ['from fe80::aa:1%wlan0 at 12:30:59', 'from [address 1] at 12:30:59'],
    ['from ::ffff:198.51.100.7', 'from [address 1]'],
    ['from 198.51.100.7:5000', 'from [address 1]:5000'],
    ['host nas.local and vera-laptop.lan', 'host [host 1] and [host 2]'],
    ['password: hunter2, rest', '[secret 1], rest'],
    ['Authorization: Basic dXNlcjpwYXNz', '[secret 1]'],
    ['call +7 (912) 345-67-89 now', 'call [number 1] now'],
    ['key dGhpcyBpcyBhIHNlY3JldCBrZXkgb2YgMzI= end', 'key [secret 1] end'],
  ])('%s', (text, hidden) => {
    expect(redactor(NOBODY).text(text)).toBe(hidden);
  });

  test('lose what is known to be the person’s, the longest first, as addresses and JSON spell it too (R2)', () => {
    const { text } = redactor();
    expect(text('Иван Петров, IVAN: correct%20horse')).toBe('[name 1], [name 2]: [secret 1]');
    expect(text('in /home/ivan')).toBe('in [path 1]');
  });

  test('keep messengers, resolvers, block pages and loopback (R3)', () => {
    const kept =
      'web.whatsapp.com 149.154.167.51 9.9.9.9 10.10.34.34 127.0.0.1:40123 https://web.whatsapp.com/';
    expect(redactor().text(kept)).toBe(kept);
    const [, forged = ''] = kept.split(' ');
    expect(redactor({ ...OWN, addresses: [forged] }).text(forged)).toBe('[address 1]');
  });

  test('the same thing is always replaced by the same words, and counted each time (R2)', () => {
    const { text, hidden } = redactor();
    expect(text('198.51.100.7 198.51.100.8 198.51.100.7')).toBe('[address 1] [address 2] [address 1]');
    expect(hidden.counts()).toEqual([{ kind: 'address', count: 3 }]);
    expect(text('[address 1] [certificate issuer 12]')).toBe('[address 1] [certificate issuer 12]');
  });

  test('words that everybody’s computer has stay', () => {
    const words = [
      { kind: 'name', text: 'root' },
      { kind: 'name', text: 'pc' },
    ] as const;
    expect(redactor({ ...NOBODY, words }).text('a root certificate, pc')).toBe('a root certificate, pc');
  });

  test('any text is taken, quickly, and nothing grows without bound', () => {
    check(
      fc.property(fc.oneof(fc.string({ maxLength: 300, unit: 'binary' }), fc.webUrl(), fc.ipV6()), (text) => {
        expect(redactor().text(text).length).toBeLessThanOrEqual(text.length * 16 + 64);
      }),
    );
    for (const long of ['a.', '1.', ':', '/a', 'a@', 'key=', '-----BEGIN '])
      expect(typeof redactor().text(long.repeat(20_000))).toBe('string');
  });
});

describe('records', () => {
  const tools = () => ({ evidence, redactor: redactor() });
  const asked = (name: string, address: string): MessengerRecord => ({
    ...FALSIFIED,
    steps: [
      {
        ...{ operation: 'resolve', t0: 0, t: 0.1, failure: null, name, resolver: 'system' },
        addresses: [address],
      },
      { operation: 'connect', t0: 0.1, t: 0.2, failure: 'connection_refused', ip: address, port: 443 },
    ],
    findings: [],
    attempts: [],
  });
  const addressOf = (record: MessengerRecord) => {
    const [resolve, connect] = redactRecord(record, tools()).steps;
    return [
      resolve?.operation === 'resolve' ? [resolve.name, ...resolve.addresses] : [],
      connect?.operation === 'connect' ? connect.ip : '',
    ];
  };

  test('a false answer for a messenger is the proof and stays, even a private one; one that is ours does not (R3)', () => {
    expect(addressOf(asked('web.whatsapp.com', '10.10.34.34'))).toEqual([
      ['web.whatsapp.com', '10.10.34.34'],
      '10.10.34.34',
    ]);
    expect(addressOf(asked('web.whatsapp.com', '10.77.1.2'))[1]).toBe('10.77.1.2');
    expect(addressOf(asked('web.whatsapp.com', '192.168.1.1'))).toEqual([
      ['web.whatsapp.com', '[address 1]'],
      '[address 1]',
    ]);
  });

  test('a country’s own controls are hidden where the person does not say the country (R6)', () => {
    const shown = addressOf(asked('ya.ru', '77.88.55.242'));
    expect(shown).toEqual([['[host 1]', '[address 1]'], '[address 1]']);
  });

  test('names and addresses of anybody else are hidden (R2)', () => {
    expect(addressOf(asked('my.server.example', '203.0.113.9'))).toEqual([
      ['[host 1]', '[address 1]'],
      '[address 1]',
    ]);
  });

  test('who intercepts on this computer is hidden, a state’s authority is named (R3)', () => {
    const seen = (detail: string, issuer: string) =>
      redactRecord(
        {
          ...FALSIFIED,
          steps: [
            {
              ...{ operation: 'tls' as const, t0: 0, t: 1, failure: 'ssl_unknown_authority' },
              ...{ serverName: 'web.whatsapp.com', hello: 'node' as const, issuer },
            },
          ],
          findings: [{ cause: 'intercepted', detail, steps: [0] }],
        },
        tools(),
      );
    const local = seen('this-computer: AV of Ivan’s laptop', 'AV of Ivan’s laptop');
    expect(local.findings[0]?.detail).toBe('this-computer: [certificate issuer 1]');
    expect(local.steps[0]).toMatchObject({ issuer: '[certificate issuer 1]' });
    const state = seen('Qaznet Trust Network', 'Qaznet Trust Network');
    expect(state.findings[0]?.detail).toBe('Qaznet Trust Network');
    const company = redactRecord(
      { ...NETWORK, finding: { cause: 'intercepted', detail: 'Petrov and Sons Proxy', steps: [] } },
      tools(),
    );
    expect(company.finding?.detail).toBe('[certificate issuer 1]');
  });

  test('where a page led is shown as its origin, but not into somebody’s house (R5)', () => {
    const led = (location: string) => {
      const [step] = redactRecord(
        {
          ...NETWORK,
          steps: [
            {
              ...{ operation: 'dialogue', t0: 0, t: 1, failure: null, protocol: 'http' },
              answer: { status: 302, location },
            },
          ],
        },
        tools(),
      ).steps;
      return step?.operation === 'dialogue' ? step.answer?.location : undefined;
    };
    expect(led('http://warning.rt.ru')).toBe('http://warning.rt.ru');
    expect(led('http://192.168.1.1:8080')).toBe('http://[address 1]:8080');
    expect(led('http://ivan-router.lan')).toBe('http://[host 1]');
    expect(led('http://portal.my.server.example')).toBe('http://portal.[server 1]');
    expect(led('nonsense')).toBe('[link 1]');
  });

  test('an error of the system keeps its code, and nothing that was written beside it (R2)', () => {
    const failed = (failure: string) =>
      redactRecord({ ...NETWORK, steps: [{ operation: 'read', t0: 0, t: 1, failure, bytes: 0 }] }, tools())
        .steps[0]?.failure;
    expect(failed('unknown_failure: EPIPE')).toBe('unknown_failure: EPIPE');
    expect(failed('unknown_failure: open /home/ivan/x')).toBe('unknown_failure: [message 1]');
  });
});
