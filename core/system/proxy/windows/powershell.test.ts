import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findProgram } from '../../../testing/daemon.ts';
import { SCRIPT } from './powershell.ts';

const missing = ['mcs', 'mono', 'gcc'].filter((name) => findProgram(name) === undefined);
const suite = missing.length === 0 ? describe : describe.skip;
const note = missing.length === 0 ? '' : ` (skipped: not installed here: ${missing.join(', ')})`;

/** What our PowerShell compiles, called from a program. */
const PROGRAM = `
using System;
using System.Runtime.InteropServices;
public static class Program {
  [DllImport("wininet.dll")]
  static extern int Told();
  public static void Main() {
    string mobile = "Мобильный интернет";
    FootbridgeWinInet.Write("", 5, null, "<local>", "http://127.0.0.1:7000/ж/proxy.pac");
    FootbridgeWinInet.Write(mobile, 11, "http=a.example:1;https=b.example:2", null, null);
    FootbridgeWinInet.Write(mobile, 3, "http=a.example:1;https=b.example:2", "*.b.example", null);
    FootbridgeWinInet.Changed();
    foreach (string name in new string[] { "", mobile, "never set" })
      Console.WriteLine(String.Join("|", Array.ConvertAll(FootbridgeWinInet.Read(name), one => one == null ? "null" : one.ToString())));
    Console.WriteLine(Told());
  }
}`;

suite(`The C# in our PowerShell, by Mono and a wininet.dll in memory${note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-mono-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('lays its structures out as Windows does, and gives back what was set, for any connection (C1)', () => {
    const [, code = ''] = /Add-Type -TypeDefinition @'\n([\s\S]*?)\n'@/.exec(SCRIPT) ?? [];
    const source = join(folder, 'program.cs');
    const program = join(folder, 'program.exe');
    const shim = join(folder, 'shim.so');
    writeFileSync(source, `${code}\n${PROGRAM.replace(/using .*;\n/g, '')}`);
    const maps = ['wininet.dll', 'kernel32.dll'].map((dll) => `<dllmap dll="${dll}" target="${shim}"/>`);
    writeFileSync(`${program}.config`, `<configuration>${maps.join('')}</configuration>`);
    const shimSource = join(import.meta.dirname, '..', '..', 'testing', 'wininet-shim.c');
    execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', shim, shimSource]);
    execFileSync('mcs', ['-warnaserror', `-out:${program}`, source]);
    const env = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' };
    expect(execFileSync('mono', [program], { encoding: 'utf8', env }).trim().split('\n')).toEqual([
      '5|null|<local>|http://127.0.0.1:7000/ж/proxy.pac',
      '3|http=a.example:1;https=b.example:2|*.b.example|null',
      '0|null|null|null',
      '2',
    ]);
  }, 30_000);
});
