import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Run } from '../../run.ts';
import { changeFirst } from '../../settings/all.ts';
import { undoSettings } from '../../settings/change.ts';
import { type ProxySettings, SettingsError } from '../../settings/driver.ts';
import { openJournal } from '../../settings/journal.ts';
import { restoreSettings } from '../../settings/restore.ts';
import { createFakeReg, type FakeRegistry } from '../../testing/registry.ts';
import { appDrivers } from '../settings.ts';

const never = new AbortController().signal;
const pac = (port: number): ProxySettings => ({
  kind: 'pac',
  url: `http://127.0.0.1:${port}/${'0123456789abcdef'.repeat(2)}/proxy.pac`,
});
const argument = (port: number) =>
  `--proxy-pac-url=http://127.0.0.1:${port}/${'0123456789abcdef'.repeat(2)}/proxy.pac`;
const EDGE = 'HKCU\\Software\\Policies\\Microsoft\\Edge';
const ARGUMENTS = `${EDGE}\\WebView2\\AdditionalBrowserArguments`;
const ENVIRONMENT = 'HKCU\\Environment';
const VARIABLE = 'WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS';
const WHATSAPP = 'WhatsApp.Root.exe';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-webview2-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
const journal = () => openJournal(home, Date.now);
const bare = (): FakeRegistry =>
  new Map([
    ['HKCU\\Software', new Map()],
    ['HKCU\\Software\\Policies', new Map()],
    ['HKCU\\Software\\Policies\\Microsoft', new Map()],
    [ENVIRONMENT, new Map([['TEMP', 'REG_EXPAND_SZ %USERPROFILE%\\Temp']])],
  ]);

/** A computer's registry; where `locked`, its policies may be read alone. */
function setUp(keys: FakeRegistry, locked = false) {
  const reg = createFakeReg(keys);
  const nudges: string[] = [];
  const run: Run = async (command, args, options) => {
    if (command.endsWith('powershell.exe')) nudges.push(args.at(-1) ?? '');
    if (locked && args[0] !== 'query' && args[1]?.startsWith('HKCU\\Software\\Policies'))
      throw new SettingsError('refused', 'access denied');
    return reg(command, args, options);
  };
  const place = { run, env: {}, platform: 'win32' } as const;
  const options = { now: Date.now, process: { id: 1, startedAt: 0 }, signal: never };
  return {
    nudges,
    lead: (port = 7000) =>
      changeFirst(appDrivers({ ...place, program: WHATSAPP }), pac(port), { ...options, journal: journal() }),
    restore: () => restoreSettings(appDrivers(place), { journal: journal(), now: Date.now, signal: never }),
    drivers: appDrivers(place),
  };
}

describe('the setting of a program with a browser inside', () => {
  test('stands under the program’s own name, follows another port, and is gone afterwards with its keys (C1)', async () => {
    const keys = bare();
    const { lead, restore, nudges } = setUp(keys);
    expect(await lead()).toBe('webview2-policy');
    await lead(7001);
    expect(keys.get(ARGUMENTS)).toEqual(new Map([[WHATSAPP, `REG_SZ ${argument(7001)}`]]));
    expect(keys.get(ENVIRONMENT)).toEqual(bare().get(ENVIRONMENT));
    expect(await restore()).toEqual({ restored: 4, left: 0, failed: [] });
    expect(keys).toEqual(bare());
    expect(nudges).toEqual([]);
  });

  test('is added to what is there, and what is there stays (C1)', async () => {
    const earlier = (): FakeRegistry =>
      bare()
        .set(EDGE, new Map([['HomepageLocation', 'REG_SZ https://company.example/']]))
        .set(`${EDGE}\\WebView2`, new Map())
        .set(
          ARGUMENTS,
          new Map([
            [WHATSAPP, 'REG_EXPAND_SZ --lang=fr  --x="a b"'],
            ['*', 'REG_SZ --y'],
          ]),
        );
    const keys = earlier();
    const { lead, restore } = setUp(keys);
    await lead();
    expect(keys.get(ARGUMENTS)?.get(WHATSAPP)).toBe(`REG_EXPAND_SZ --lang=fr  --x="a b" ${argument(7000)}`);
    await restore();
    expect(keys).toEqual(earlier());
  });

  test('where policies are locked is a variable that running programs are told of (C1)', async () => {
    const keys = bare();
    const { lead, restore, nudges } = setUp(keys, true);
    expect(await lead()).toBe('webview2-variable');
    expect(keys.get(ENVIRONMENT)?.get(VARIABLE)).toBe(`REG_SZ ${argument(7000)}`);
    await restore();
    expect(keys).toEqual(bare());
    expect(nudges).toHaveLength(2);
  });

  test('that somebody else has changed since stays, and so do keys that somebody else uses now (C2)', async () => {
    const keys = bare();
    const { lead, restore } = setUp(keys);
    await lead();
    keys.get(ARGUMENTS)?.set('other.exe', 'REG_SZ --z');
    await restore();
    expect(keys.get(ARGUMENTS)).toEqual(new Map([['other.exe', 'REG_SZ --z']]));

    const taken = bare();
    const other = setUp(taken);
    await other.lead();
    taken.get(ARGUMENTS)?.set(WHATSAPP, 'REG_SZ --lang=fr');
    expect((await other.restore()).left).toBeGreaterThan(0);
    expect(taken.get(ARGUMENTS)).toEqual(new Map([[WHATSAPP, 'REG_SZ --lang=fr']]));
  });

  test('of which nothing is recorded is taken out of what others wrote around it (C3)', async () => {
    const keys = bare()
      .set(EDGE, new Map())
      .set(`${EDGE}\\WebView2`, new Map())
      .set(ARGUMENTS, new Map([[WHATSAPP, `REG_SZ --a ${argument(7000)} --b`]]))
      .set(ENVIRONMENT, new Map([[VARIABLE, `REG_SZ ${argument(7000)}`]]));
    await setUp(keys).restore();
    expect(keys.get(ARGUMENTS)).toEqual(new Map([[WHATSAPP, 'REG_SZ --a --b']]));
    expect(keys.get(ENVIRONMENT)).toEqual(new Map());
  });

  test('without a program is never made, and on other systems there is none', async () => {
    for (const driver of setUp(bare()).drivers) expect(driver.plan(pac(1), {})).toEqual([]);
    expect(appDrivers({ run: async () => '', env: {}, platform: 'linux' })).toEqual([]);
    await expect(
      changeFirst([], pac(1), {
        journal: journal(),
        now: Date.now,
        process: { id: 1, startedAt: 0 },
        signal: never,
      }),
    ).rejects.toMatchObject({ failure: 'no-tool' });
    expect(
      await undoSettings(setUp(bare()).drivers[0] ?? expect.fail(), {
        journal: journal(),
        now: Date.now,
        signal: never,
      }),
    ).toEqual({
      restored: [],
      left: [],
    });
  });
});
