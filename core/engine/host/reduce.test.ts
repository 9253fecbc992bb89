import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type KnownState, type SettingsView, StateSchema } from '../../contract.ts';
import type { RouteKey } from '../../model/route.ts';
import type { Step } from '../../model/trace.ts';
import { check } from '../../testing/fuzz.ts';
import { type HostEvent, type HostModel, initialModel } from './model.ts';
import { reduce } from './reduce.ts';
import { anyEvent } from './testing.ts';
import { viewOf } from './view.ts';

const SETTINGS: SettingsView = {
  ...{ language: null, theme: 'system', textSize: 'normal' },
  ...{ welcomed: false, trayExplained: false },
};
const start = initialModel(
  [
    { id: 'signal', name: 'Signal', hasWebApp: false, purposes: ['chat', 'media'] },
    { id: 'whatsapp', name: 'WhatsApp', hasWebApp: true, purposes: ['web'] },
    { id: 'viber', name: 'Viber', hasWebApp: false, purposes: ['chat'] },
  ],
  ['whatsapp', 'signal'],
  [{ id: 'server:1', name: null, label: 'socks5://a:1', hasPassword: false, addedAt: 5 }],
  SETTINGS,
);
const web: RouteKey = { messenger: 'whatsapp', purpose: 'web' };
const chat: RouteKey = { messenger: 'signal', purpose: 'chat' };
const media: RouteKey = { messenger: 'signal', purpose: 'media' };
const all = [web, chat, media];
const proxy = { host: '127.0.0.1', port: 4000, pac: 'http://127.0.0.1:4000/t/proxy.pac' } as const;

const after = (...events: HostEvent[]): HostModel => events.reduce(reduce, start);
const seen = (...events: HostEvent[]): KnownState => viewOf(after(...events));
const card = (state: KnownState, id: string) => state.messengers.find((messenger) => messenger.id === id);

const connecting: HostEvent = { event: 'connecting', at: 100 };
const opened: HostEvent = { event: 'opened', proxy, at: 110 };
const began = (keys: readonly RouteKey[], isAsked = true): HostEvent => ({
  event: 'search-began',
  keys,
  isAsked,
});
const ended = (keys: readonly RouteKey[], isAsked = true): HostEvent => ({
  ...{ event: 'search-ended', keys, isAsked },
  at: 900,
});
const route = (key: RouteKey, transport = 'system'): HostEvent => ({
  ...{ event: 'route', ...key, transport, seconds: 1.5 },
  proof: 'dialogue',
});
const trying = (key: RouteKey, transport = 'system'): HostEvent => ({
  ...{ event: 'trying', ...key, rung: 'plain', transport },
});
const blocked = (key: RouteKey): HostEvent => ({
  ...{ event: 'verdict', ...key, state: 'blocked', causes: ['frozen'] },
  findings: [{ cause: 'frozen' }],
});
const step = (key: RouteKey, failure: Step['failure'] = null): HostEvent => ({
  ...{ event: 'step', key, transport: 'system' },
  step: {
    ...{ operation: 'resolve', name: 'a.example', resolver: 'system', addresses: [] },
    ...{ startedAt: 1, endedAt: 2, failure },
  },
});
const searching = [connecting, opened, began(all)];

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

  test('is as new on another network, and its routes and verdicts with it', () => {
    const state = seen(...searching, route(web), blocked(chat), ended(all), { event: 'network-changed' });
    expect(state.phase).toBe('on');
    expect(state.messengers).toEqual(seen().messengers);
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

describe('what is being done', () => {
  const doing = (...events: HostEvent[]) => {
    const state = seen(...events);
    return 'doing' in state
      ? state.doing.map(({ id, operation, failure }) => [id, operation, failure])
      : null;
  };

  test('is each step as it was measured, newest last, eight at most', () => {
    const steps = [trying(web), step(web, 'dns_bogon_error'), step(chat)];
    expect(doing(...searching, ...steps)).toEqual([
      [0, 'start', null],
      [1, 'resolve', 'dns_bogon_error'],
      [2, 'resolve', null],
    ]);
    const many = Array.from({ length: 20 }, () => step(web));
    expect(doing(...searching, ...many)?.map(([id]) => id)).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  });

  test('leaves out what was called off because something else was quicker', () => {
    expect(doing(...searching, step(web, 'interrupted'))).toEqual([]);
  });

  test('is empty once all is over, and goes on counting', () => {
    expect(doing(...searching, step(web), ended(all))).toEqual([]);
    expect(doing(...searching, step(web), ended(all), began([web]), step(web))).toEqual([
      [1, 'resolve', null],
    ]);
  });
});

describe('troubles', () => {
  const trouble = (code: string, transport?: string): HostEvent => ({
    ...{ event: 'error', code, message: code },
    ...(transport === undefined ? {} : { transport }),
  });
  const codes = (...events: HostEvent[]) => seen(...events).troubles.map(({ code }) => code);

  test('stand once for each code and server, the newest last, twenty at most', () => {
    expect(codes(trouble('a'), trouble('b'), trouble('a'))).toEqual(['b', 'a']);
    expect(codes(trouble('a', 'x'), trouble('a', 'y'), trouble('a'))).toHaveLength(3);
    const many = Array.from({ length: 30 }, (_, index) => trouble(String(index)));
    expect(codes(...many)).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 10)));
  });

  test('of a connection go with it, those of this computer stay', () => {
    expect(codes(trouble('unreadable-file'), trouble('port-taken'), connecting)).toEqual(['unreadable-file']);
  });
});

describe('ways', () => {
  const way = { id: 'server:2', name: 'Anna', label: 'socks5://b:2', hasPassword: true, addedAt: 6 };

  test('keep their last test when the list changes', () => {
    const works = { outcome: 'works', at: 7, seconds: 1 } as const;
    const first = start.ways[0];
    if (first === undefined) throw new Error('no way');
    const state = seen(
      { event: 'way-test', id: 'server:1', test: works },
      { event: 'way-test', id: 'server:9', test: works },
      { event: 'ways', ways: [way, { ...first, name: 'Home' }] },
    );
    expect(state.ways).toEqual([
      { ...way, last: null },
      { ...first, name: 'Home', last: works },
    ]);
  });
});

test('settings are shown as they were changed', () => {
  const settings: SettingsView = { ...SETTINGS, theme: 'dark', language: 'fa' };
  expect(seen({ event: 'settings', settings }).settings).toEqual(settings);
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
