import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram } from '../../../testing/daemon.ts';
import { runProgram } from '../../run.ts';
import { changeSettings, undoSettings } from '../../settings/change.ts';
import { openJournal } from '../../settings/journal.ts';
import { createWindowsDriver } from './driver.ts';
import { createRegistry } from './registry.ts';
import { LAN, type WinInet } from './wininet.ts';

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
  const env = { PATH: process.env.PATH, HOME: home, WINEPREFIX: join(home, 'prefix'), WINEDEBUG: '-all' };
  const wine = (...args: string[]) =>
    execFileSync(WINE, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

  /** WinINet as the probe calls it. */
  const byCalls: WinInet = {
    async read() {
      const fields = new Map(
        wine(probe)
          .split(/\r?\n/)
          .map((line): [string, string] => {
            const at = line.indexOf('=');
            return [line.slice(0, at), line.slice(at + 1)];
          }),
      );
      const text = (name: string) => fields.get(name) || null;
      const flags = Number(fields.get('flags'));
      return new Map([[LAN, { flags, server: text('server'), bypass: text('bypass'), pac: text('pac') }]]);
    },
    async write(connections) {
      for (const { flags, server, bypass, pac } of connections.values())
        wine(probe, String(flags), server ?? '', bypass ?? '', pac ?? '');
    },
  };

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

  test('set by WinINet’s own calls, as our PowerShell makes them, programs find the PAC, and the registry is as it was (C1)', async () => {
    wine(probe, '3', 'proxy.company.example:3128', '*.company.example', '');
    const before = wine('reg', 'query', KEY);
    const driver = createWindowsDriver(byCalls);
    const journal = openJournal(join(home, 'footbridge'), Date.now);
    const options = { journal, now: Date.now, process: { id: 1, startedAt: 0 }, signal: never };
    const url = `http://127.0.0.1:7000/${'0123456789abcdef'.repeat(2)}/proxy.pac`;
    await changeSettings(driver, { kind: 'pac', url }, options);
    expect((await byCalls.read(never)).get(LAN)).toMatchObject({ flags: 5, pac: url });
    await undoSettings(driver, options);
    expect(wine('reg', 'query', KEY)).toBe(before);
  }, 120_000);
});
