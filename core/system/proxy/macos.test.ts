import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Run, runProgram } from '../run.ts';
import { changeSettings, undoSettings } from '../settings/change.ts';
import { type ProxySettings, SettingsError } from '../settings/driver.ts';
import { openJournal } from '../settings/journal.ts';
// biome-ignore lint/correctness/useImportExtensions: it is a program as well, which Node runs as it is.
import { type NetworkService, type NetworkServices, networksetup } from '../testing/networksetup.mjs';
import { createMacosDriver } from './macos.ts';

const never = new AbortController().signal;
const tool = join(import.meta.dirname, '..', 'testing', 'networksetup.mjs');
const pac: ProxySettings = {
  kind: 'pac',
  url: `http://127.0.0.1:7000/${'0123456789abcdef'.repeat(2)}/proxy.pac`,
};
const everything: ProxySettings = { kind: 'everything', host: '127.0.0.1', port: 7000 };

let home = '';
let state: NetworkServices = { services: [] };
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-macos-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const off = { server: '', port: 0, on: false };
const none = { webproxy: off, securewebproxy: off, socksfirewallproxy: off };
const wifi: NetworkService = { name: 'Wi-Fi', url: null, auto: false, discovery: true, ...none };
const office: NetworkService = {
  name: 'USB 10/100 LAN — Офис',
  url: 'http://wpad.company.example/proxy.pac',
  auto: true,
  discovery: false,
  ...none,
  webproxy: { server: 'proxy.company.example', port: 3128, on: true },
};
const disabled: NetworkService = { ...wifi, name: 'Thunderbolt Bridge', disabled: true };
const vpn: NetworkService = { ...wifi, name: 'Company VPN', refuses: true };
const have = (next: NetworkServices) => {
  state = structuredClone(next);
};
/** As the program would be run, in this process. */
const run: Run = async (_, args) => {
  const { code, text } = networksetup(state, args);
  if (code !== 0) throw new SettingsError('refused', `networksetup ended with ${code}: ${text}`);
  return text;
};

const driver = () => createMacosDriver({ run, env: {} });
const journal = () => openJournal(join(home, 'footbridge'), Date.now);
const change = (settings: ProxySettings) =>
  changeSettings(driver(), settings, {
    journal: journal(),
    now: Date.now,
    process: { id: process.pid, startedAt: 0 },
    signal: never,
  });
const undo = () => undoSettings(driver(), { journal: journal(), now: Date.now, signal: never });

describe('macOS’s network services', () => {
  test.each([
    ['by script', pac],
    ['for everything', everything],
  ])(
    'are changed %s, all enabled ones, and put back to the letter (C1)',
    async (_, settings) => {
      const before = { services: [wifi, office, disabled] };
      have(before);
      await change(settings);
      const text = JSON.stringify(state);
      expect(
        text.match(settings.kind === 'pac' ? /127\.0\.0\.1:7000/g : /"server":"127\.0\.0\.1"/g),
      ).toHaveLength(settings.kind === 'pac' ? 2 : 6);
      await undo();
      expect(state).toEqual(before);
    },
    30_000,
  );

  test('one that refuses is left alone, the others are changed and put back (C1)', async () => {
    const before = { services: [vpn, wifi] };
    have(before);
    await change(pac);
    expect(state).toMatchObject({ services: [{ auto: false }, { auto: true }] });
    await undo();
    expect(state).toEqual(before);
  });

  test('a proxy that has a password stays as it is: it could not be put back (C1)', async () => {
    const locked = { server: 'proxy.company.example', port: 3128, on: true, password: true };
    const before = { services: [{ ...office, webproxy: locked }] };
    have(before);
    await change(everything);
    expect(state).toMatchObject({
      services: [{ webproxy: locked, securewebproxy: { server: '127.0.0.1', on: true } }],
    });
    await undo();
    expect(state).toEqual(before);
  });

  test('a system that asks for a password refuses, and nothing is changed (C1)', async () => {
    const before = { services: [wifi, office], needsPassword: true };
    have(before);
    await expect(change(pac)).rejects.toMatchObject({ failure: 'refused' });
    expect(state).toEqual(before);
  });

  test('a choice of the person stays (C2)', async () => {
    have({ services: [wifi] });
    await change(pac);
    have({
      services: [
        {
          ...wifi,
          url: null,
          auto: false,
          discovery: false,
          webproxy: { server: 'a.example', port: 1, on: true },
        },
      ],
    });
    await undo();
    expect(state).toMatchObject({ services: [{ auto: false, webproxy: { server: 'a.example', on: true } }] });
  });

  test('the same with the program itself, on PATH, to the letter (C1)', async () => {
    const file = join(home, 'state.json');
    writeFileSync(file, JSON.stringify({ services: [office] }));
    const onPath = createMacosDriver({
      run: runProgram,
      env: { ...process.env, NETWORKSETUP_STATE: file },
      networksetup: tool,
    });
    const options = { journal: journal(), now: Date.now, process: { id: 1, startedAt: 0 }, signal: never };
    await changeSettings(onPath, pac, options);
    expect(readFileSync(file, 'utf8')).toContain('127.0.0.1:7000');
    await undoSettings(onPath, options);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ services: [office] });
  }, 30_000);

  test('where there is no such tool, this is no Mac', async () => {
    const none = createMacosDriver({ run: runProgram, env: {}, networksetup: '/nonexistent/networksetup' });
    expect(await none.isHere(never)).toBe(false);
  });
});
