import { expect, test } from 'vitest';
import type { Run } from '../run.ts';
import type { PreviousProxy, Values } from '../settings/driver.ts';
import { createGnomeDriver } from './gnome.ts';
import { createKdeDriver } from './kde.ts';
import { createMacosDriver } from './macos.ts';
import { createWindowsDriver } from './windows/driver.ts';

const run: Run = () => Promise.reject(new Error('nothing is run'));
const gnome = createGnomeDriver({ run, env: {} });
const kde = createKdeDriver({ run, env: {}, homedir: '/' });
const macos = createMacosDriver({ run, env: {} });
const windows = createWindowsDriver({ read: async () => new Map(), write: async () => undefined });
const PROXY = 'org.gnome.system.proxy';
const wpad = { kind: 'pac', url: 'http://wpad/wpad.dat' };
const pac = { kind: 'pac', url: 'http://a.example/p.pac' };
const none = { kind: 'none' };
const hand = (answer: string, ...bypass: string[]) => ({ kind: 'by-hand', answer, bypass });

test.each<[string, (values: Values) => PreviousProxy, Values, unknown]>([
  ['GNOME never set', gnome.previous, {}, none],
  ['GNOME none', gnome.previous, { [`${PROXY} mode`]: "'none'", [`${PROXY}.http host`]: "'x'" }, none],
  ['GNOME auto', gnome.previous, { [`${PROXY} mode`]: "'auto'", [`${PROXY} autoconfig-url`]: "''" }, wpad],
  [
    'GNOME PAC',
    gnome.previous,
    { [`${PROXY} mode`]: "'auto'", [`${PROXY} autoconfig-url`]: "'http://a.example/p.pac'" },
    pac,
  ],
  [
    'GNOME by hand',
    gnome.previous,
    {
      [`${PROXY} mode`]: "'manual'",
      [`${PROXY}.http host`]: "'a.example'",
      [`${PROXY}.https host`]: "'b.example'",
      [`${PROXY}.https port`]: '3129',
      [`${PROXY}.socks host`]: "'c.example'",
      [`${PROXY}.socks port`]: '1080',
      [`${PROXY} ignore-hosts`]: "['localhost', '*.company.example']",
    },
    hand(
      'PROXY b.example:3129; PROXY a.example:8080; SOCKS c.example:1080',
      'localhost',
      '*.company.example',
    ),
  ],
  ['KDE none', kde.previous, { ProxyType: '0', httpProxy: 'http://a.example 1' }, none],
  ['KDE PAC', kde.previous, { ProxyType: '2', 'Proxy Config Script': 'http://a.example/p.pac' }, pac],
  ['KDE auto', kde.previous, { ProxyType: '3' }, wpad],
  [
    'KDE by hand',
    kde.previous,
    {
      ...{ ProxyType: '1', httpProxy: 'http://a.example 3128', httpsProxy: 'http://a.example:3128' },
      NoProxyFor: 'company.example, 10.0.0.0/8',
    },
    hand('PROXY a.example:3128', 'company.example', '.company.example', '10.0.0.0/8'),
  ],
  [
    'KDE by hand, for the few that are listed',
    kde.previous,
    { ProxyType: '1', httpsProxy: 'http://a.example 1', NoProxyFor: 'b.example', ReversedException: 'true' },
    none,
  ],
  [
    'macOS none',
    macos.previous,
    { 'Wi-Fi\nautoproxystate': 'off', 'Wi-Fi\nautoproxyurl': 'http://x/' },
    none,
  ],
  [
    'macOS PAC',
    macos.previous,
    { 'Wi-Fi\nautoproxystate': 'on', 'Wi-Fi\nautoproxyurl': 'http://a.example/p.pac' },
    pac,
  ],
  [
    'macOS by hand',
    macos.previous,
    {
      'Wi-Fi\nwebproxystate': 'on',
      'Wi-Fi\nwebproxy': 'a.example 3128',
      'Wi-Fi\nsecurewebproxystate': 'off',
      'Wi-Fi\nproxybypassdomains': '*.local\n169.254/16',
    },
    hand('PROXY a.example:3128', '*.local', '169.254/16'),
  ],
  [
    'macOS by hand, nothing past it',
    macos.previous,
    {
      ...{ 'Wi-Fi\nwebproxystate': 'on', 'Wi-Fi\nwebproxy': 'a.example 3128' },
      'Wi-Fi\nproxybypassdomains': "There aren't any bypass domains set on Wi-Fi.",
    },
    hand('PROXY a.example:3128'),
  ],
  ['Windows straight', windows.previous, { '\nflags': '1', '\nserver': 'a.example:1' }, none],
  ['Windows auto', windows.previous, { '\nflags': '9' }, wpad],
  ['Windows PAC', windows.previous, { '\nflags': '5', '\npac': 'http://a.example/p.pac' }, pac],
  [
    'Windows by hand',
    windows.previous,
    { '\nflags': '3', '\nserver': 'a.example:1', '\nbypass': '*.company.example;<local>' },
    hand('PROXY a.example:1', '*.company.example', '<local>'),
  ],
  [
    'Windows by hand, one each',
    windows.previous,
    { '\nflags': '3', '\nserver': 'http=a.example:1;socks=c.example:3' },
    hand('PROXY a.example:1; SOCKS c.example:3'),
  ],
])('%s', (_, previous, values, expected) => {
  expect(previous(values)).toEqual(expected);
});
