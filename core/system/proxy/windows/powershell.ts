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

/** INTERNET_PER_CONN_*: 1 flags, 2 server, 3 bypass, 4 PAC; options 75 per connection, 39 settings changed, 37 refresh. */
export const SCRIPT = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
Add-Type -TypeDefinition @'
using System;
using System.Runtime.InteropServices;
public static class FootbridgeWinInet {
  [StructLayout(LayoutKind.Sequential)]
  struct Option { public int Id; public Value Value; }
  [StructLayout(LayoutKind.Explicit, Size = 8)]
  struct Value { [FieldOffset(0)] public int Number; [FieldOffset(0)] public IntPtr Text; }
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
  static IntPtr NameOf(string connection) {
    return connection.Length == 0 ? IntPtr.Zero : Marshal.StringToHGlobalUni(connection);
  }
  static OptionList Listed(IntPtr name, Option[] options, IntPtr memory) {
    int size = Marshal.SizeOf(typeof(Option));
    for (int at = 0; at < options.Length; at++) Marshal.StructureToPtr(options[at], new IntPtr(memory.ToInt64() + at * size), false);
    OptionList list = new OptionList();
    list.Size = Marshal.SizeOf(typeof(OptionList));
    list.Connection = name;
    list.Count = options.Length;
    list.Options = memory;
    return list;
  }
  public static object[] Read(string connection) {
    int size = Marshal.SizeOf(typeof(Option));
    IntPtr memory = Marshal.AllocHGlobal(size * Ids.Length);
    IntPtr name = NameOf(connection);
    try {
      Option[] options = new Option[Ids.Length];
      for (int at = 0; at < Ids.Length; at++) options[at].Id = Ids[at];
      OptionList list = Listed(name, options, memory);
      int length = list.Size;
      if (!Query(IntPtr.Zero, 75, ref list, ref length)) throw new System.ComponentModel.Win32Exception();
      object[] found = new object[Ids.Length];
      for (int at = 0; at < Ids.Length; at++) {
        Option option = (Option)Marshal.PtrToStructure(new IntPtr(memory.ToInt64() + at * size), typeof(Option));
        if (Ids[at] == 1) found[at] = option.Value.Number;
        else if (option.Value.Text != IntPtr.Zero) {
          string text = Marshal.PtrToStringUni(option.Value.Text);
          GlobalFree(option.Value.Text);
          found[at] = text.Length == 0 ? null : text;
        }
      }
      return found;
    } finally {
      if (name != IntPtr.Zero) Marshal.FreeHGlobal(name);
      Marshal.FreeHGlobal(memory);
    }
  }
  public static void Write(string connection, int flags, string server, string bypass, string pac) {
    string[] texts = { null, server, bypass, pac };
    IntPtr memory = Marshal.AllocHGlobal(Marshal.SizeOf(typeof(Option)) * Ids.Length);
    IntPtr name = NameOf(connection);
    IntPtr[] held = new IntPtr[Ids.Length];
    try {
      Option[] options = new Option[Ids.Length];
      for (int at = 0; at < Ids.Length; at++) {
        options[at].Id = Ids[at];
        if (Ids[at] == 1) options[at].Value.Number = flags;
        else options[at].Value.Text = held[at] = Marshal.StringToHGlobalUni(texts[at] == null ? "" : texts[at]);
      }
      OptionList list = Listed(name, options, memory);
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
