import { describe, expect, test } from 'vitest';
import type { SettingsView } from '../../contract.ts';
import type { HostEvent } from './model.ts';
import {
  all,
  began,
  chat,
  connecting,
  ended,
  SETTINGS,
  searching,
  seen,
  start,
  step,
  trying,
  web,
} from './test-model.ts';

describe('Tor', () => {
  test('is shown as far as it is while it is being started, and not afterwards', () => {
    const progress = { percent: 45, stage: 'directory' } as const;
    expect(seen({ event: 'tor', progress }).tor).toEqual(progress);
    expect('tor' in seen({ event: 'tor', progress }, { event: 'tor', progress: null })).toBe(false);
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

describe('a server’s trouble', () => {
  const label = 'socks5://a:1';
  const refused: HostEvent = { event: 'error', code: 'x_proxy_refused', message: '', transport: label };
  const tested = (outcome: 'works' | 'running'): HostEvent => ({
    ...{ event: 'way-test', id: 'server:1' },
    test: outcome === 'works' ? { outcome, at: 1, seconds: 1 } : { outcome },
  });

  test('is over once it was tested and works, or was taken away', () => {
    const troubles = (...events: HostEvent[]) => seen(refused, ...events).troubles.length;
    expect(troubles(tested('running'))).toBe(1);
    expect(troubles(tested('works'))).toBe(0);
    expect(troubles({ event: 'ways', ways: [], lists: [] })).toBe(0);
    expect(troubles({ event: 'ways', ways: [...start.ways], lists: [] })).toBe(1);
  });
});

describe('ways', () => {
  const way = {
    id: 'server:2',
    name: 'Anna',
    label: 'socks5://b:2',
    hasPassword: true,
    addedAt: 6,
    list: null,
  };

  test('keep their last test when the list changes', () => {
    const works = { outcome: 'works', at: 7, seconds: 1 } as const;
    const first = start.ways[0];
    if (first === undefined) throw new Error('no way');
    const state = seen(
      { event: 'way-test', id: 'server:1', test: works },
      { event: 'way-test', id: 'server:9', test: works },
      { event: 'ways', ways: [way, { ...first, name: 'Home' }], lists: [] },
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
