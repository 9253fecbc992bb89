import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeSettings, undoSettings } from '../../settings/change.ts';
import { type ProxySettings, SettingsError } from '../../settings/driver.ts';
import { openJournal } from '../../settings/journal.ts';
import { createWindowsDriver } from './driver.ts';
import { createFallBack } from './fall-back.ts';
import { parseAnswer } from './powershell.ts';
import { createRegistry, parseQuery } from './registry.ts';
import type { ConnectionOptions, WinInet } from './wininet.ts';

const never = new AbortController().signal;
const pac: ProxySettings = {
  kind: 'pac',
  url: `http://127.0.0.1:7000/${'0123456789abcdef'.repeat(2)}/proxy.pac`,
};
const everything: ProxySettings = { kind: 'everything', host: '127.0.0.1', port: 7000 };
const bare: ConnectionOptions = { flags: 9, server: null, bypass: null, pac: null };
const company: ConnectionOptions = {
  flags: 3,
  server: 'http=proxy.company.example:3128;https=proxy.company.example:3129;socks=[2001:db8::1]:1080',
  bypass: '*.company.example;<local>',
  pac: 'http://old.company.example/proxy.pac',
};
const fresh = () =>
  new Map([
    ['', bare],
    ['Мобильный интернет', company],
  ]);

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-windows-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
const journal = () => openJournal(home, Date.now);
const change = (wininet: WinInet, settings: ProxySettings) =>
  changeSettings(createWindowsDriver(wininet), settings, {
    journal: journal(),
    now: Date.now,
    process: { id: 1, startedAt: 0 },
    signal: never,
  });
const undo = (wininet: WinInet) =>
  undoSettings(createWindowsDriver(wininet), { journal: journal(), now: Date.now, signal: never });
const memory = (connections: Map<string, ConnectionOptions>): WinInet => ({
  read: async () => new Map(connections),
  write: async (next) => {
    for (const [name, options] of next) connections.set(name, options);
  },
});

describe('Windows’ connections', () => {
  test.each([
    ['by script', pac, 5],
    ['for everything', everything, 3],
  ])(
    'are changed %s, dial-up too, auto-detect off, and put back as they were (C1)',
    async (_, settings, flags) => {
      const connections = fresh();
      await change(memory(connections), settings);
      expect([...connections.values()].map((options) => options.flags)).toEqual([flags, flags]);
      await undo(memory(connections));
      expect(connections).toEqual(fresh());
    },
  );

  test('a newer choice of the person stays (C2)', async () => {
    const connections = fresh();
    await change(memory(connections), pac);
    connections.set('', { flags: 3, server: 'own.example:1', bypass: null, pac: null });
    await undo(memory(connections));
    expect(connections.get('')).toEqual({ flags: 3, server: 'own.example:1', bypass: null, pac: null });
    expect(connections.get('Мобильный интернет')).toEqual(company);
  });

  test('what an earlier run left behind is turned off (C3)', async () => {
    const connections = fresh();
    await change(memory(connections), pac);
    rmSync(join(home, 'changed.json'));
    await undo(memory(connections));
    expect(connections.get('')).toEqual({ flags: 1, server: null, bypass: null, pac: null });
  });
});

describe('reg.exe', () => {
  /** A registry key in memory, printed as reg.exe prints it. */
  const key = (values: Map<string, readonly [type: string, text: string]>) =>
    createRegistry({
      env: {},
      run: async (command, [verb, , , name = '', , type = '', , text = ''], _options) => {
        expect(command).toBe('reg');
        if (verb === 'add') values.set(name, [type, text]);
        else if (verb === 'delete') values.delete(name);
        const lines = [...values].map(([own, [kind, value]]) => `    ${own}    ${kind}    ${value}`);
        return `\r\nHKEY_CURRENT_USER\\…\\Internet Settings\r\n${lines.join('\r\n')}\r\n\r\n`;
      },
    });

  test('changes the LAN and puts it back, values that were not there too (C1)', async () => {
    const start = () =>
      new Map([['ProxyEnable', ['REG_DWORD', '0']] as const, ['User Agent', ['REG_SZ', 'x']] as const]);
    for (const settings of [pac, everything]) {
      const values = new Map<string, readonly [string, string]>(start());
      await change(key(values), settings);
      expect([...values.values()].some(([, text]) => text.includes('127.0.0.1:7000'))).toBe(true);
      await undo(key(values));
      expect(values).toEqual(start());
    }
  });

  test('what it prints is read, names with spaces and numbers in hexadecimal', () => {
    const text =
      'HKEY_CURRENT_USER\\X\r\n    User Agent    REG_SZ    Mozilla/4.0    (x)\r\n    ProxyEnable    REG_DWORD    0x1\r\n';
    expect([...parseQuery(text)]).toEqual([
      ['User Agent', 'Mozilla/4.0    (x)'],
      ['ProxyEnable', '1'],
    ]);
  });
});

describe('two ways of writing', () => {
  test('the second is taken where the first cannot even read, and stays taken', async () => {
    const connections = fresh();
    let asked = 0;
    const forbidden: WinInet = {
      read: async () => {
        asked += 1;
        throw new SettingsError('refused', 'constrained language mode');
      },
      write: async () => expect.fail('it cannot read'),
    };
    await change(createFallBack([forbidden, memory(connections)]), pac);
    expect(asked).toBe(1);
    expect(connections.get('')?.flags).toBe(5);
  });
});

describe('PowerShell’s answer', () => {
  test('is read, a byte order mark before it or not', () => {
    const text = '[{"name":"","flags":9,"server":null,"bypass":null,"pac":null}]';
    expect(parseAnswer(`\ufeff${text}`)).toEqual(new Map([['', bare]]));
  });

  test.each(['', 'null', '{}', '[{"name":""}]', 'Add-Type : Cannot add type.'])('%j is refused', (text) => {
    expect(() => parseAnswer(text)).toThrow('something else');
  });
});
