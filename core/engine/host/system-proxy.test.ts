import { describe, expect, test } from 'vitest';
import type { ComputerView, ProxyMode } from '../../contract.ts';
import type { Computer } from '../../system/computer.ts';
import { SettingsError } from '../../system/settings/driver.ts';
import { createDeferred } from '../../testing/deferred.ts';
import { settle } from '../../testing/fake-clock.ts';
import { createSystemProxy } from './system-proxy.ts';

const NOTHING = { restored: 0, left: 0, failed: [] };
const PAC = 'http://127.0.0.1:4000/x/proxy.pac';

function setUp(changes: Partial<Computer> = {}) {
  const did: string[] = [];
  const told: Partial<ComputerView>[] = [];
  const others: unknown[] = [];
  let mode: ProxyMode = 'messengers';
  const computer: Computer = {
    async change(settings) {
      did.push(settings.kind === 'pac' ? settings.url : `everything ${settings.port}`);
      return ['memory'];
    },
    async leadApp(program, settings) {
      did.push(`${program} ${settings.kind}`);
    },
    async restore() {
      did.push('restore');
      return NOTHING;
    },
    isAvailable: async () => true,
    previous: async () => ({ kind: 'by-hand', answer: 'PROXY a.example:1', bypass: [] }),
    networkProxy: async () => ({ kind: 'none' }),
    recover: async () => NOTHING,
    ...changes,
  };
  const proxy = createSystemProxy({
    computer,
    readText: async () => null,
    mode: () => mode,
    tell: (view) => told.push(view),
    onError: () => undefined,
  });
  return {
    ...{ proxy, did, told, others },
    open: () =>
      proxy.opened({ port: 4000, pacUrl: PAC, session: { sendOthers: (where) => others.push(where) } }),
    choose(next: ProxyMode) {
      mode = next;
      return proxy.update();
    },
  };
}

describe('this computer’s settings', () => {
  test('lead to us only once a way was proven, and are put back before the door closes (C5)', async () => {
    const { proxy, open, did, told, others } = setUp();
    open();
    await proxy.update();
    expect(did).toEqual([]);
    proxy.proven();
    proxy.proven();
    await proxy.update();
    expect([did, others]).toEqual([[PAC], [{ kind: 'proxies', answer: 'PROXY a.example:1', bypass: [] }]]);
    expect(told.at(-1)).toEqual({ isSet: true, problem: null });
    await proxy.closing();
    expect(did).toEqual([PAC, 'restore']);
    expect(told.at(-1)).toEqual({ isSet: false, problem: null });
  });

  test('follow another choice at once, and are read anew where other names lead to us', async () => {
    const { proxy, open, did, choose } = setUp();
    open();
    proxy.proven();
    await choose('messengers');
    await choose('everything');
    await choose('messengers');
    proxy.namesChanged();
    await choose('messengers');
    await choose('off');
    expect(did).toEqual([PAC, 'everything 4000', PAC, `${PAC}?1`, 'restore']);
  });

  test('of one program lead to us as well once a way was proven, and are put back with the rest (C5)', async () => {
    const { proxy, open, did, others, choose } = setUp();
    await choose('off');
    const lead = () => proxy.leadApp('WhatsApp.Root.exe', { kind: 'pac', url: PAC });
    open();
    await expect(lead()).rejects.toThrow('no way was proven');
    expect(did).toEqual([]);
    proxy.proven();
    await lead();
    expect([did, others]).toEqual([
      ['WhatsApp.Root.exe pac'],
      [{ kind: 'proxies', answer: 'PROXY a.example:1', bypass: [] }],
    ]);
    await proxy.closing();
    expect(did).toEqual(['WhatsApp.Root.exe pac', 'restore']);
  });

  test('that nobody touched are not put back', async () => {
    const { proxy, open, did, choose } = setUp();
    await choose('off');
    open();
    proxy.proven();
    await proxy.closing();
    expect(did).toEqual([]);
  });

  test.each(['refused', 'not-kept', 'no-tool', 'timed-out', 'no-journal'] as const)(
    'that cannot be changed (%s) are told of, and tried again when it is asked for',
    async (failure) => {
      let attempts = 0;
      const { proxy, open, told } = setUp({
        change() {
          attempts += 1;
          return Promise.reject(new SettingsError(failure, 'no'));
        },
      });
      open();
      proxy.proven();
      await proxy.update();
      expect(told.at(-1)).toEqual({ isSet: false, problem: failure });
      expect(attempts).toBe(2);
    },
  );

  test('a change under way is called off by the end, and nothing is set behind it (C5)', async () => {
    const began = createDeferred<void>();
    const did: string[] = [];
    const { proxy, open, told } = setUp({
      change: (_, signal) =>
        new Promise((_resolve, reject) => {
          began.resolve();
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      async restore() {
        did.push('restore');
        return NOTHING;
      },
    });
    open();
    proxy.proven();
    await began.promise;
    await proxy.closing();
    expect(did).toEqual(['restore']);
    expect(told.at(-1)).toEqual({ isSet: false, problem: null });
  });

  test('that could not be put back are told of, and tried again', async () => {
    let isOutOfOrder = true;
    const { proxy, told } = setUp({
      restore: async () => ({
        ...NOTHING,
        failed: isOutOfOrder ? [{ driver: 'gnome', message: 'no bus' }] : [],
      }),
    });
    await proxy.restore();
    expect(told.at(-1)).toEqual({ isSet: false, problem: 'not-restored' });
    isOutOfOrder = false;
    await proxy.closing();
    expect(told.at(-1)).toEqual({ isSet: false, problem: null });
  });

  test('that a killed run left and that cannot be put back stay a problem until they are', async () => {
    const { proxy, told, did } = setUp({ recover: () => Promise.reject(new Error('it took too long')) });
    await settle();
    expect(told).toEqual([{ isSet: false, problem: 'not-restored' }, { available: true }]);
    await proxy.closing();
    expect([did, told.at(-1)]).toEqual([['restore'], { isSet: false, problem: null }]);
  });

  test('of a killed run are put back at the start, before anything else (C4)', async () => {
    const recovery = createDeferred<typeof NOTHING>();
    const { proxy, open, did, told } = setUp({ recover: () => recovery.promise });
    open();
    proxy.proven();
    await settle();
    expect(did).toEqual([]);
    recovery.resolve(NOTHING);
    await proxy.update();
    expect([told[0], did]).toEqual([{ available: true }, [PAC]]);
  });
});
