import { describe, expect, test } from 'vitest';
import type { Proof } from '../model/messenger.ts';
import type { Strategy } from '../model/strategies.ts';
import { type LadderOptions, ladder, serversFor, strategiesFor } from './ladder.ts';
import { namedTransport } from './testing.ts';

const dns: Strategy = { rung: 'encrypted-dns', expression: '{dns}', beatenBy: ['server-name'] };
const shape: Strategy = { rung: 'record-fragmentation', expression: '{dns} | tlsfrag:sni', beatenBy: [] };
const carrying: Strategy = {
  rung: 'carrying',
  expression: '{dns} | telegram-ws',
  carries: 'obfuscated2',
  asks: 'kws2.web.telegram.org',
  beatenBy: [],
};
const plain = namedTransport('system', 'plain');
const server = namedTransport('server:a', 'server');

function rungs(options: Partial<LadderOptions>) {
  return ladder({ plain, strategies: [dns], servers: [server], ...options }).map(({ rung }) => rung);
}

describe('the ladder', () => {
  test('is gentlest first', () => {
    expect(rungs({})).toEqual(['plain', 'encrypted-dns', 'server:a']);
  });

  test('begins with what was remembered, and keeps a remembered server in its place as well (F5, F7)', () => {
    expect(rungs({ remembered: server })).toEqual(['remembered', 'plain', 'encrypted-dns', 'server:a']);
  });

  test('has no plain way, not even a remembered one, where that must not be used (D7)', () => {
    expect(rungs({ plain: null, remembered: plain })).toEqual(['encrypted-dns', 'server:a']);
  });
});

test('a server that carries one protocol alone is tried for what is proven by that protocol', () => {
  const narrow = { ...namedTransport('server:b', 'server'), carries: 'obfuscated2' } as const;
  const proof = (kind: 'noise' | 'obfuscated2'): Proof =>
    kind === 'noise' ? { kind, host: 'a', port: 443 } : { kind, host: '192.0.2.1', port: 443, dc: 2 };
  const ids = (...proofs: Proof[]) => serversFor({ samples: [proofs] }, [server, narrow]).map(({ id }) => id);
  expect(ids(proof('obfuscated2'))).toEqual(['server:a', 'server:b']);
  expect(ids(proof('noise'))).toEqual(['server:a']);
  expect(ids(proof('obfuscated2'), proof('noise'))).toEqual(['server:a']);
});

describe('strategies that can make a difference', () => {
  const https = (host: string): Proof => ({ kind: 'https', host, port: 443, path: '/' });
  const noise = (host: string): Proof => ({ kind: 'noise', host, port: 5222 });
  const dataCentre = (host: string): Proof => ({ kind: 'obfuscated2', host, port: 443, dc: 2 });

  test.each([
    ['all of them where a name is asked and a hello sent', [[https('web.example')]], [dns, shape]],
    ['none where no name is asked', [[noise('149.154.167.51')], [noise('2001:67c:4e8::a')]], []],
    ['only an encrypted name where no hello is sent', [[noise('g.example')]], [dns]],
    ['all where one proof is a hello', [[noise('g.example')], [https('web.example')]], [dns, shape]],
    ['all where one proof asks a name', [[https('149.154.167.51')], [https('web.example')]], [dns, shape]],
    ['what carries its protocol, where no name is asked', [[dataCentre('149.154.167.51')]], [carrying]],
  ])('are %s', (_, samples, expected) => {
    expect(strategiesFor({ samples }, [dns, shape, carrying])).toEqual(expected);
  });
});
