import * as v from 'valibot';
import type { Run } from '../../run.ts';
import { SettingsError } from '../../settings/driver.ts';
import type { ConnectionOptions, WinInet } from './wininet.ts';

const Text = v.nullable(v.pipe(v.string(), v.maxLength(65_536)));
const Answer = v.array(
  v.object({
    name: v.pipe(v.string(), v.maxLength(512)),
    flags: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15)),
    server: Text,
    bypass: Text,
    pac: Text,
  }),
);

export interface PowerShellOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * WinINet's per-connection options by PowerShell, which calls wininet.dll: flags, proxy, bypass list and PAC of the LAN and
 * of every entry of the phone book. What is to be written comes on standard input, the options afterwards go to standard
 * output, both as JSON; nothing is put together as a command.
 */
export function createPowerShell({ run, env }: PowerShellOptions): WinInet {
  const program = `${env.SystemRoot ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const encoded = Buffer.from(SCRIPT, 'utf16le').toString('base64');
  const flags = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'];

  async function call(
    connections: ReadonlyMap<string, ConnectionOptions>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, ConnectionOptions>> {
    const input = JSON.stringify([...connections].map(([name, options]) => ({ name, ...options })));
    const said = await run(program, [...flags, '-EncodedCommand', encoded], { signal, env, input });
    return parseAnswer(said);
  }
  return {
    read: (signal) => call(new Map(), signal),
    write: async (connections, signal) => {
      await call(connections, signal);
    },
  };
}

/** Reads what the script printed. Throws SettingsError where that is something else. */
export function parseAnswer(text: string): ReadonlyMap<string, ConnectionOptions> {
  try {
    // PowerShell may begin with a byte order mark.
    const list = v.parse(Answer, JSON.parse(text.replace(/^\ufeff/, '')));
    return new Map(list.map(({ name, ...options }) => [name, options]));
  } catch (error) {
    throw new SettingsError('refused', 'PowerShell answered something else', { cause: error });
  }
}

/**
 * INTERNET_PER_CONN_*: 1 flags, 2 server, 3 bypass, 4 PAC; options 75 per connection, 39 settings changed, 37 refresh. An
 * option is a number and a union of eight bytes that begins where a pointer may: written byte by byte, since .NET and Mono do
 * not lay such unions out alike.
 */
export const SCRIPT = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
public static class FootbridgeWinInet {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  struct OptionList { public int Size; public IntPtr Connection; public int Count; public int Error; public IntPtr Options; }
  [DllImport("wininet.dll", CharSet = CharSet.Unicode, SetLastError = true, EntryPoint = "InternetQueryOptionW")]
  static extern bool Query(IntPtr handle, int option, ref OptionList list, ref int length);
  [DllImport("wininet.dll", CharSet = CharSet.Unicode, SetLastError = true, EntryPoint = "InternetSetOptionW")]
  static extern bool Set(IntPtr handle, int option, ref OptionList list, int length);
  [DllImport("wininet.dll", SetLastError = true, EntryPoint = "InternetSetOptionW")]
  static extern bool Tell(IntPtr handle, int option, IntPtr nothing, int length);
  [DllImport("kernel32.dll")]
  static extern IntPtr GlobalFree(IntPtr memory);
  static readonly int[] Ids = { 1, 2, 3, 4 };
  static readonly int ValueAt = IntPtr.Size;
  static readonly int OptionSize = IntPtr.Size + 8;
  static IntPtr NameOf(string connection) {
    return connection.Length == 0 ? IntPtr.Zero : Marshal.StringToHGlobalUni(connection);
  }
  static IntPtr NewOptions() {
    IntPtr memory = Marshal.AllocHGlobal(OptionSize * Ids.Length);
    for (int at = 0; at < OptionSize * Ids.Length; at++) Marshal.WriteByte(memory, at, 0);
    for (int at = 0; at < Ids.Length; at++) Marshal.WriteInt32(memory, at * OptionSize, Ids[at]);
    return memory;
  }
  static OptionList Listed(IntPtr name, IntPtr memory) {
    OptionList list = new OptionList();
    list.Size = Marshal.SizeOf(typeof(OptionList));
    list.Connection = name;
    list.Count = Ids.Length;
    list.Options = memory;
    return list;
  }
  public static object[] Read(string connection) {
    IntPtr memory = NewOptions();
    IntPtr name = NameOf(connection);
    try {
      OptionList list = Listed(name, memory);
      int length = list.Size;
      if (!Query(IntPtr.Zero, 75, ref list, ref length)) throw new System.ComponentModel.Win32Exception();
      object[] found = new object[Ids.Length];
      for (int at = 0; at < Ids.Length; at++) {
        int value = at * OptionSize + ValueAt;
        if (Ids[at] == 1) { found[at] = Marshal.ReadInt32(memory, value); continue; }
        IntPtr held = Marshal.ReadIntPtr(memory, value);
        if (held == IntPtr.Zero) continue;
        string text = Marshal.PtrToStringUni(held);
        GlobalFree(held);
        found[at] = text.Length == 0 ? null : text;
      }
      return found;
    } finally {
      if (name != IntPtr.Zero) Marshal.FreeHGlobal(name);
      Marshal.FreeHGlobal(memory);
    }
  }
  public static void Write(string connection, int flags, string server, string bypass, string pac) {
    string[] texts = { null, server, bypass, pac };
    IntPtr memory = NewOptions();
    IntPtr name = NameOf(connection);
    IntPtr[] held = new IntPtr[Ids.Length];
    try {
      for (int at = 0; at < Ids.Length; at++) {
        int value = at * OptionSize + ValueAt;
        if (Ids[at] == 1) { Marshal.WriteInt32(memory, value, flags); continue; }
        held[at] = Marshal.StringToHGlobalUni(texts[at] == null ? "" : texts[at]);
        Marshal.WriteIntPtr(memory, value, held[at]);
      }
      OptionList list = Listed(name, memory);
      if (!Set(IntPtr.Zero, 75, ref list, list.Size)) throw new System.ComponentModel.Win32Exception();
    } finally {
      foreach (IntPtr text in held) if (text != IntPtr.Zero) Marshal.FreeHGlobal(text);
      if (name != IntPtr.Zero) Marshal.FreeHGlobal(name);
      Marshal.FreeHGlobal(memory);
    }
  }
  public static void Changed() {
    Tell(IntPtr.Zero, 39, IntPtr.Zero, 0);
    Tell(IntPtr.Zero, 37, IntPtr.Zero, 0);
  }
}
'@
$reader = New-Object System.IO.StreamReader ([Console]::OpenStandardInput(), (New-Object System.Text.UTF8Encoding $false))
$wanted = ConvertFrom-Json $reader.ReadToEnd()
foreach ($one in @($wanted)) {
  if ($null -eq $one) { continue }
  [FootbridgeWinInet]::Write([string]$one.name, [int]$one.flags, $one.server, $one.bypass, $one.pac)
}
if (@($wanted).Count -gt 0) { [FootbridgeWinInet]::Changed() }
$key = 'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections'
$names = @('')
if (Test-Path $key) {
  $names += @((Get-Item $key).Property | Where-Object { $_ -ne 'DefaultConnectionSettings' -and $_ -ne 'SavedLegacySettings' -and $_ -notlike 'WinHttp*' })
}
$answer = @()
foreach ($name in $names) {
  $found = [FootbridgeWinInet]::Read($name)
  $answer += New-Object PSObject -Property @{ name = $name; flags = $found[0]; server = $found[1]; bypass = $found[2]; pac = $found[3] }
}
[Console]::Out.Write((ConvertTo-Json @($answer) -Compress))
`;
