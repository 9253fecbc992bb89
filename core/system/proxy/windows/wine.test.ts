import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram } from '../../../testing/daemon.ts';
import { createWebView2Policy } from '../../apps/webview2/policy.ts';
import { runProgram } from '../../run.ts';
import { changeSettings, undoSettings } from '../../settings/change.ts';
import { openJournal } from '../../settings/journal.ts';
import { createWindowsDriver } from './driver.ts';
import { createRegistry } from './registry.ts';

const WINE = '/usr/lib/wine/wine64';
const COMPILER = 'x86_64-w64-mingw32-gcc';
const isHere = existsSync(WINE) && findProgram(COMPILER) !== undefined;
const suite = isHere ? describe : describe.skip;
const note = isHere ? '' : ' (skipped: not installed here: wine64, gcc-mingw-w64-x86-64)';
const KEY = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const never = new AbortController().signal;

suite(`A Windows registry and WinINet, by wine${note}`, () => {
  const home = mkdtempSync(join(tmpdir(), 'footbridge-wine-'));
  const probe = join(home, 'probe.exe');
  const place = { HOME: home, TMPDIR: home, WINEPREFIX: join(home, 'prefix') };
  const env = { PATH: process.env.PATH, ...place, WINEDEBUG: '-all' };
  const wine = (...args: string[]) =>
    execFileSync(WINE, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

  beforeAll(() => {
    const source = join(import.meta.dirname, '..', '..', 'testing', 'wininet-probe.c');
    execFileSync(COMPILER, ['-O1', '-o', probe, source, '-lwininet', '-lshell32']);
    wine(probe);
  }, 120_000);
  afterAll(() => {
    execFileSync('/usr/lib/wine/wineserver', ['-k'], { env, stdio: 'ignore' });
    rmSync(home, { recursive: true, force: true });
  });

  test('WinINet sees the proxy that reg.exe wrote, and the registry is as it was afterwards (C1)', async () => {
    wine('reg', 'add', KEY, '/v', 'ProxyOverride', '/t', 'REG_SZ', '/d', '*.company.example', '/f');
    const before = wine('reg', 'query', KEY);
    const driver = createWindowsDriver(createRegistry({ run: runProgram, env, reg: [WINE, 'reg'] }));
    const journal = openJournal(join(home, 'footbridge'), Date.now);
    const options = { journal, now: Date.now, process: { id: 1, startedAt: 0 }, signal: never };
    await changeSettings(driver, { kind: 'everything', host: '127.0.0.1', port: 7000 }, options);
    expect(wine(probe)).toMatch(/flags=[23]\r?\nserver=127\.0\.0\.1:7000/);
    await undoSettings(driver, options);
    expect(wine('reg', 'query', KEY)).toBe(before);
    expect(wine(probe)).toMatch(/flags=1\r?\nserver=\r?\n/);
  }, 120_000);

  test('the calls that our PowerShell makes are understood by WinINet, and taken back (C1)', () => {
    // Wine keeps neither a PAC that is set this way, nor other connections, nor DefaultConnectionSettings.
    const before = wine('reg', 'query', KEY);
    wine(probe, '3', '127.0.0.1:7000', '<local>', '');
    expect(wine(probe)).toMatch(/flags=[23]\r?\nserver=127\.0\.0\.1:7000\r?\n/);
    expect(wine('reg', 'query', KEY)).toMatch(/ProxyEnable +REG_DWORD +0x1\b/);
    wine(probe, '1', '', '', '');
    expect(wine(probe)).toMatch(/flags=1\r?\n/);
    expect(wine('reg', 'query', KEY)).toContain(/ProxyEnable .*/.exec(before)?.[0] ?? 'ProxyEnable');
  }, 120_000);

  test('WhatsApp’s own setting stands under its name, and its keys are gone afterwards (C1)', async () => {
    const policies = 'HKCU\\Software\\Policies';
    wine('reg', 'add', `${policies}\\Microsoft`, '/f');
    const before = wine('reg', 'query', policies, '/s');
    const place = { run: runProgram, env, platform: 'win32', program: 'WhatsApp.Root.exe' } as const;
    const driver = createWebView2Policy({ ...place, reg: [WINE, 'reg'] });
    const journal = openJournal(join(home, 'footbridge'), Date.now);
    const options = { journal, now: Date.now, process: { id: 1, startedAt: 0 }, signal: never };
    const url = `http://127.0.0.1:7000/${'0123456789abcdef'.repeat(2)}/proxy.pac`;
    await changeSettings(driver, { kind: 'pac', url }, options);
    const key = `${policies}\\Microsoft\\Edge\\WebView2\\AdditionalBrowserArguments`;
    const written = wine('reg', 'query', key, '/v', 'WhatsApp.Root.exe');
    expect(written).toContain(`WhatsApp.Root.exe    REG_SZ    --proxy-pac-url=${url}`);
    await undoSettings(driver, options);
    expect(wine('reg', 'query', policies, '/s')).toBe(before);
  }, 120_000);
});
