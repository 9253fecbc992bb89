import { expect, test } from 'vitest';
import type { Doing } from '../../core/contract.ts';
import { OONI_FAILURES, OWN_FAILURES, PROXY_FAILURES } from '../../core/model/failure.ts';
import { WAYS_OUT } from '../gallery/fixtures.ts';
import { english } from '../testing/english.ts';
import { doingSentence } from './doing.ts';

const step = (
  operation: Doing['operation'],
  failure: string | null,
  transport: Doing['transport'],
): Doing => ({
  id: 1,
  messenger: 'whatsapp',
  purpose: 'chat',
  transport,
  operation,
  failure,
});
const said = (operation: Doing['operation'], failure: string | null = null) =>
  doingSentence(english, step(operation, failure, WAYS_OUT.plain), 'WhatsApp');

test('a false answer to the question for an address is said as that', () => {
  for (const failure of ['dns_nxdomain_error', 'dns_bogon_error', 'x_dns_block_page']) {
    expect(said('resolve', failure)).toBe('Asked for WhatsApp’s address. The answer is false.');
  }
});

test('silence, a cut line and a stranger are told apart', () => {
  expect(said('tls', 'generic_timeout_error')).toContain('Silence');
  expect(said('tls', 'connection_reset')).toContain('cut');
  expect(said('tls', 'ssl_unknown_authority')).toContain('stranger');
});

test('what begins says by which way', () => {
  const begins = Object.values(WAYS_OUT).map((way) =>
    doingSentence(english, step('start', null, way), 'Signal'),
  );
  expect(new Set(begins).size).toBe(begins.length);
  for (const sentence of begins) expect(sentence).toMatch(/Signal.*…$/);
});

test('the network’s own proxy is not called the person’s server', () => {
  const sentence = (transport: Doing['transport']) =>
    doingSentence(english, step('proxy', null, transport), 'Signal');
  expect(sentence(WAYS_OUT['network-proxy'])).toBe('Your network’s proxy lets us through to Signal.');
  expect(sentence(WAYS_OUT.server)).toBe('Your server lets us through to Signal.');
});

test('every operation has a sentence for every way it can end', () => {
  const failures = [null, 'unknown_failure: EWHAT', ...OONI_FAILURES, ...PROXY_FAILURES, ...OWN_FAILURES];
  for (const operation of ['resolve', 'connect', 'tls', 'proxy', 'read', 'dialogue', 'bulk'] as const) {
    for (const failure of failures) expect(said(operation, failure)).toMatch(/^[A-Z].*\.$/);
    expect(said(operation), operation).not.toBe(said(operation, 'interrupted'));
  }
});
