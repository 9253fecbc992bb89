import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { StateSchema } from '../../contract.ts';
import { check } from '../../testing/fuzz.ts';
import type { HostEvent } from './model.ts';
import { reduce } from './reduce.ts';
import {
  after,
  all,
  began,
  blocked,
  card,
  chat,
  connecting,
  ended,
  media,
  opened,
  proxy,
  route,
  SETTINGS,
  searching,
  seen,
  start,
  step,
  trying,
  web,
} from './test-model.ts';
import { anyEvent } from './testing.ts';
import { viewOf } from './view.ts';

describe('the phase', () => {
  test('begins with off, with what the data and the person’s files hold', () => {
    const state = seen();
    expect(state).toMatchObject({ phase: 'off', network: null, troubles: [], settings: SETTINGS });
    expect(state.messengers.map(({ id, chosen }) => [id, chosen])).toEqual([
      ['whatsapp', true],
      ['signal', true],
      ['viber', false],
    ]);
    expect(state.ways).toMatchObject([{ id: 'server:1', last: null }]);
  });

  test('is searching until every search that was asked for is over, then on (W1)', () => {
    expect(seen(...searching)).toMatchObject({ phase: 'searching', startedAt: 100, found: 0, wanted: 3 });
    expect(seen(...searching, route(web), ended([web]))).toMatchObject({ phase: 'searching', found: 1 });
    expect(seen(...searching, ended(all))).toMatchObject({ phase: 'on', since: 900, proxy });
  });

  test('is on as soon as the proxy is open where the searches were quicker', () => {
    expect(seen(connecting, began(all), ended(all)).phase).toBe('searching');
    expect(seen(connecting, began(all), ended(all), opened)).toMatchObject({ phase: 'on', since: 110 });
    expect(seen(connecting, opened).phase).toBe('searching');
  });

  test('stays on while something is searched again', () => {
    const again = [...searching, ended(all), began([web])];
    expect(seen(...again)).toMatchObject({ phase: 'on', proxy });
    expect(seen(...again, ended([web]))).toMatchObject({ phase: 'on', since: 900 });
  });

  test('of a host that stops keeps the cards until it is off, and then knows nothing of the network', () => {
    const state = [...searching, route(web), blocked(chat), ended(all)];
    expect(card(seen(...state, { event: 'stopping' }), 'whatsapp')?.condition).toBe('works');
    const off = seen(...state, { event: 'stopping' }, { event: 'stopped' });
    expect(off.phase).toBe('off');
    expect(off.messengers).toEqual(seen().messengers);
  });

  test('is not changed by a stop when it is off', () => {
    expect(seen({ event: 'stopping' }).phase).toBe('off');
  });
});

describe('a card', () => {
  const condition = (id: string, ...events: HostEvent[]) => card(seen(...events), id)?.condition;

  test('is idle, searching, works, partly or blocked by what its purposes have', () => {
    expect(condition('signal')).toBe('idle');
    expect(condition('signal', connecting)).toBe('idle');
    expect(condition('signal', ...searching)).toBe('searching');
    expect(condition('signal', ...searching, route(chat))).toBe('searching');
    expect(condition('signal', ...searching, route(chat), route(media))).toBe('works');
    expect(condition('signal', ...searching, route(chat), ended(all))).toBe('partly');
    expect(condition('signal', ...searching, ended(all))).toBe('blocked');
  });

  test('waits where the whole network is the matter', () => {
    const network: HostEvent = { event: 'network', cause: 'offline', detail: 'no interface' };
    expect(condition('signal', ...searching, network, ended(all))).toBe('waiting');
    expect(seen(...searching, network).network).toEqual({ cause: 'offline', detail: 'no interface' });
    const well: HostEvent = { event: 'network', cause: null };
    expect(condition('signal', ...searching, network, ended(all), well)).toBe('blocked');
  });

  test('does not flicker when what is missing is looked for in the background', () => {
    const background = [...searching, ended(all), began([web], false), trying(web)];
    expect(condition('whatsapp', ...background)).toBe('blocked');
    expect(card(seen(...background), 'whatsapp')?.purposes[0]?.trying?.text).toBe('system');
    expect(seen(...background)).toMatchObject({ doing: [] });
    expect(condition('whatsapp', ...searching, ended(all), began([web]))).toBe('searching');
  });

  test('shows what is tried while its search goes on, and no longer', () => {
    const purpose = (...events: HostEvent[]) => card(seen(...events), 'whatsapp')?.purposes[0];
    expect(purpose(connecting, trying(web))?.trying).toBeNull();
    expect(purpose(...searching, trying(web, 'doh:quad9'))?.trying?.kind).toBe('resolver');
    expect(purpose(...searching, trying(web), route(web))?.trying).toBeNull();
    expect(purpose(...searching, trying(web), ended([web]))?.trying).toBeNull();
  });

  test('keeps its route’s time and proof when that moves, and loses it when nothing carries', () => {
    const purpose = (...events: HostEvent[]) => card(seen(...searching, ...events), 'whatsapp')?.purposes[0];
    const moved = (to: string | null): HostEvent => ({ event: 'moved', ...web, from: 'system', to });
    const bulk: HostEvent = {
      ...route(web),
      event: 'route',
      proof: 'bulk',
      ...web,
      transport: 'system',
      seconds: 2,
    };
    expect(purpose(bulk, moved('socks5://a:1'))?.route).toMatchObject({
      ...{ seconds: 2, proof: 'bulk' },
      transport: { kind: 'server' },
    });
    expect(purpose(moved('system'))?.route).toMatchObject({ seconds: 0, proof: 'dialogue' });
    expect(purpose(bulk, moved(null))?.route).toBeNull();
  });

  test('a server that carries something is at fault no more, and others still are', () => {
    const fault = (transport: string): HostEvent => ({
      ...{ event: 'error', code: 'x_proxy_timed_out', message: 'no', transport },
    });
    const faults = [fault('socks5://a:1'), fault('socks5://b:1')];
    const left = (...events: HostEvent[]) =>
      seen(...searching, ...faults, ...events).troubles.map(({ transport }) => transport);
    expect(
      left({ ...route(web), event: 'route', ...web, transport: 'socks5://a:1', seconds: 2, proof: 'bulk' }),
    ).toEqual(['socks5://b:1']);
    expect(left({ event: 'moved', ...web, from: 'system', to: 'socks5://b:1' })).toEqual(['socks5://a:1']);
    expect(left({ event: 'moved', ...web, from: 'system', to: null })).toHaveLength(2);
  });

  test('is as new on another network, and its routes and verdicts with it', () => {
    const state = seen(...searching, route(web), blocked(chat), ended(all), { event: 'network-changed' });
    expect(state.phase).toBe('on');
    expect(state.messengers).toEqual(seen().messengers);
  });

  test('on another network: that is told until the search for it is over, also by what ends of the old one (C9)', () => {
    const uplink: HostEvent = { event: 'uplink', insideVpn: true, proxy: 'followed', isAnother: true };
    const moved = [...searching, { event: 'network-changed' }, uplink, ended(all)] as const;
    expect(seen(...moved).uplink).toEqual({ insideVpn: true, proxy: 'followed', isAnother: true });
    expect(seen(...moved, began(all)).uplink.isAnother).toBe(true);
    expect(seen(...moved, began(all), ended(all)).uplink).toMatchObject({
      insideVpn: true,
      isAnother: false,
    });
    expect(seen(...moved, { event: 'stopped' }).uplink.insideVpn).toBe(false);
    const rivals: HostEvent = { event: 'rivals', found: [{ name: 'zapret', kind: 'reshapes' }] };
    expect(seen(...moved, rivals).rivals).toEqual([{ name: 'zapret', kind: 'reshapes' }]);
    expect(seen(...moved, rivals, { event: 'stopped' }).rivals).toEqual([]);
  });

  test('forgets a purpose that was dropped alone', () => {
    const state = seen(...searching, route(web), route(chat), ended(all), { event: 'dropped', key: web });
    expect(card(state, 'whatsapp')?.condition).toBe('blocked');
    expect(card(state, 'signal')?.condition).toBe('partly');
  });

  test('is in use from the first sight of it, while connected', () => {
    const use = (at: number): HostEvent => ({ event: 'in-use', messenger: 'whatsapp', at });
    expect(card(seen(use(5)), 'whatsapp')?.inUseSince).toBeNull();
    expect(card(seen(...searching, use(5), use(9)), 'whatsapp')?.inUseSince).toBe(5);
    expect(card(seen(...searching, use(5), { event: 'stopped' }), 'whatsapp')?.inUseSince).toBeNull();
  });
});

describe('choosing', () => {
  test('puts the chosen first, in the person’s order, and forgets what is not chosen any more', () => {
    const state = seen(...searching, route(web), ended(all), { event: 'chosen', ids: ['viber', 'signal'] });
    expect(state.messengers.map(({ id, chosen }) => [id, chosen])).toEqual([
      ['viber', true],
      ['signal', true],
      ['whatsapp', false],
    ]);
    expect(card(state, 'whatsapp')?.condition).toBe('idle');
    expect(card(state, 'signal')?.condition).toBe('blocked');
    expect(card(state, 'viber')?.condition).toBe('idle');
  });

  test('lets what is still told of a messenger that is not chosen change nothing', () => {
    const without: HostEvent = { event: 'chosen', ids: ['signal'] };
    const model = after(...searching, without);
    for (const late of [route(web), blocked(web), trying(web), step(web), began([web])])
      expect(reduce(model, late)).toEqual(model);
    expect(seen(...searching, without, ended(all)).phase).toBe('on');
  });

  test('the same twice is once', () => {
    expect(seen({ event: 'chosen', ids: ['signal', 'signal'] }).messengers).toHaveLength(3);
  });
});

test('“ready” is for the command line: here the searches themselves tell', () => {
  const ready: HostEvent = { event: 'ready', proxy: '127.0.0.1:1', seconds: 1, routes: 0, missing: [] };
  const model = after(...searching);
  expect(reduce(model, ready)).toBe(model);
});

test('whatever happens in whatever order, the state is one of the contract (W2)', () => {
  check(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      let model = start;
      for (const event of events) {
        model = reduce(model, event);
        const state = viewOf(model);
        const parsed = v.safeParse(StateSchema, state);
        expect(parsed.issues).toBeUndefined();
        if (state.phase === 'searching') expect(state.found).toBeLessThanOrEqual(state.wanted);
      }
      expect(reduce(model, { event: 'stopped' })).toMatchObject({ phase: 'off', proxy: null });
    }),
  );
});

test('what is told of the computer is seen, and what is known already changes nothing', () => {
  const set = after({ event: 'computer', computer: { isSet: true, onlyThrough: ['signal'] } });
  expect(viewOf(set).computer).toMatchObject({ proxy: 'off', isSet: true, onlyThrough: ['signal'] });
  expect(reduce(set, { event: 'computer', computer: { isSet: true, onlyThrough: ['signal'] } })).toBe(set);
});
