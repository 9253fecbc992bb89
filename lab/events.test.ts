import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLine, stateAfter } from './events.ts';

const verdict = (purpose: string, state: string, causes: string[] = []) =>
  parseLine(JSON.stringify({ event: 'verdict', messenger: 'whatsapp', purpose, state, causes }), 1);
const route = (transport: string) =>
  parseLine(
    JSON.stringify({ event: 'route', messenger: 'whatsapp', purpose: 'web', transport, seconds: 0.5 }),
    2,
  );

test('the last verdict and the last route of a purpose count', () => {
  const state = stateAfter([
    verdict('web', 'unknown'),
    verdict('web', 'blocked', ['sni-blocked']),
    route('system'),
    route('doh:quad9'),
  ]);
  expect(state.verdicts.get('whatsapp web')).toEqual({ state: 'blocked', causes: ['sni-blocked'] });
  expect(state.routes.get('whatsapp web')).toEqual({ transport: 'doh:quad9', seconds: 0.5 });
});

test('a route that moved is the new one, and one that moved to nothing is gone', () => {
  const moved = (to: string | null) =>
    parseLine(
      JSON.stringify({ event: 'moved', messenger: 'whatsapp', purpose: 'web', from: 'system', to }),
      3,
    );
  expect(stateAfter([route('system'), moved('dot:google')]).routes.get('whatsapp web')?.transport).toBe(
    'dot:google',
  );
  expect(stateAfter([route('system'), moved(null)]).routes.has('whatsapp web')).toBe(false);
});

test('the proxy comes from ready and the cause of the network from network', () => {
  const state = stateAfter([
    parseLine('{"event":"network","cause":"offline"}', 1),
    parseLine('{"event":"ready","proxy":"127.0.0.1:4321"}', 2),
  ]);
  expect(state).toMatchObject({ network: 'offline', proxy: '127.0.0.1:4321' });
});

test('events of other kinds are kept but not judged', () => {
  expect(parseLine('{"event":"trying","transport":"system"}', 1).event).toBeNull();
});

test('a known event that lacks something is an error, not ignored', () => {
  expect(() => parseLine('{"event":"route","messenger":"whatsapp"}', 1)).toThrow();
  expect(() => parseLine('{"event":"ready"}', 1)).toThrow();
});

test('whatever the program prints, reading it gives a line or an ordinary error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        expect(parseLine(text, 0).text).toBe(text);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    { numRuns: 300 },
  );
});
