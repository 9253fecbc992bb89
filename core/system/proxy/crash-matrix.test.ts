import { expect, test } from 'vitest';
import type { Run } from '../run.ts';
import { changeSettings, undoSettings } from '../settings/change.ts';
import { type ProxySettings, type SettingsDriver, SettingsError } from '../settings/driver.ts';
import type { Journal, JournalEntry } from '../settings/journal.ts';
// biome-ignore lint/correctness/useImportExtensions: it is a program as well, which Node runs as it is.
import { type NetworkService, networksetup } from '../testing/networksetup.mjs';
import { createGnomeDriver } from './gnome.ts';
import { createMacosDriver } from './macos.ts';
import { createWindowsDriver } from './windows/driver.ts';
import type { ConnectionOptions } from './windows/wininet.ts';

const never = new AbortController().signal;
const KINDS: readonly ProxySettings[] = [
  { kind: 'pac', url: `http://127.0.0.1:7000/${'0123456789abcdef'.repeat(2)}/proxy.pac` },
  { kind: 'everything', host: '127.0.0.1', port: 7000 },
];
const COMPANY = 'http://wpad.company.example/proxy.pac';

type Step = () => void;
/** A system in memory: a driver for it, each of whose calls is a step, and what it holds. */
interface System {
  driver(step: Step): SettingsDriver;
  held(): unknown;
}

function gnome(): System {
  const keys = new Map([
    ['/system/proxy/mode', "'auto'"],
    ['/system/proxy/autoconfig-url', `'${COMPANY}'`],
    ['/system/proxy/ignore-hosts', "['*.company.example']"],
  ]);
  /** As `dconf dump /system/proxy/` prints it. */
  const dump = () =>
    [...keys]
      .map(([path, value]) => {
        const [key = '', ...folders] = path.slice('/system/proxy/'.length).split('/').reverse();
        return `[${folders.reverse().join('/') || '/'}]\n${key}=${value}\n`;
      })
      .join('\n');
  const run: Run = async (command, [verb, ...words]) => {
    const [schema = '', key = '', value = ''] = words;
    if (command === 'dconf') return dump();
    const path = `${schema.replace('org.gnome.system.proxy', '/system/proxy').replaceAll('.', '/')}/${key}`;
    if (verb === 'set') keys.set(path, value);
    if (verb === 'reset') keys.delete(path);
    return '';
  };
  return {
    driver: (step) =>
      createGnomeDriver({ run: stepped(run, step), env: { DBUS_SESSION_BUS_ADDRESS: 'here' } }),
    held: () => Object.fromEntries([...keys].sort()),
  };
}

function macos(): System {
  const off = { server: '', port: 0, on: false };
  const none = { webproxy: off, securewebproxy: off, socksfirewallproxy: off };
  const wifi: NetworkService = { name: 'Wi-Fi', url: null, auto: false, discovery: true, ...none };
  const webproxy = { server: 'proxy.company.example', port: 3128, on: true };
  const state = {
    services: [wifi, { ...wifi, name: 'USB — Офис', url: COMPANY, auto: true, discovery: false, webproxy }],
  };
  const run: Run = async (_, words) => {
    const { code, text } = networksetup(state, words);
    if (code !== 0) throw new SettingsError('refused', text);
    return text;
  };
  return {
    driver: (step) => createMacosDriver({ run: stepped(run, step), env: {} }),
    held: () => structuredClone(state),
  };
}

function windows(): System {
  const bare: ConnectionOptions = { flags: 9, server: null, bypass: null, pac: null };
  const own = { flags: 3, server: 'http=a.example:1;https=b.example:2', bypass: '*.b.example', pac: COMPANY };
  let connections: ReadonlyMap<string, ConnectionOptions> = new Map([
    ['', bare],
    ['Мобильный интернет', own],
  ]);
  return {
    driver: (step) =>
      createWindowsDriver({
        async read() {
          step();
          return connections;
        },
        async write(next) {
          // PowerShell writes one connection after the other.
          for (const [name, options] of next) {
            step();
            connections = new Map([...connections, [name, options]]);
          }
          step();
        },
      }),
    held: () => Object.fromEntries(connections),
  };
}

const stepped =
  (run: Run, step: Step): Run =>
  async (...call) => {
    step();
    return run(...call);
  };

/** On disk it is tried in settings/crash-matrix.test.ts. */
function memoryJournal() {
  const entries = new Map<string, JournalEntry>();
  return {
    entries,
    /** As one life of a process sees it. */
    seen: (step: Step): Journal => ({
      async read() {
        return Object.fromEntries(entries);
      },
      async put(driver, entry) {
        step();
        entries.set(driver, entry);
      },
      async remove(driver) {
        step();
        entries.delete(driver);
      },
    }),
  };
}

/** A process that is killed before its step number `last`: from then on nothing it does has any effect. */
class Killed extends Error {}
async function live(last: number, work: (step: Step) => Promise<unknown>): Promise<boolean> {
  let steps = 0;
  let isDead = false;
  await work(() => {
    steps += 1;
    isDead ||= steps >= last;
    if (isDead) throw new Killed();
  }).catch((error: unknown) => {
    if (!isDead) throw error;
  });
  return isDead;
}

test.each([
  ['GNOME', gnome],
  ['macOS', macos],
  ['Windows', windows],
] as const)(
  '%s: killed between any two steps of changing and of putting back, nobody is stranded (C1)',
  async (name, create) => {
    let cases = 0;
    for (const settings of KINDS) {
      for (const isChanged of [false, true]) {
        for (let last = 1, wasKilled = true; wasKilled; last += 1) {
          const system = create();
          const before = system.held();
          const journal = memoryJournal();
          const process = { id: 1, startedAt: 0 };
          const change = (step: Step) =>
            changeSettings(system.driver(step), settings, {
              ...{ journal: journal.seen(step), now: () => 0, process, signal: never },
            });
          // Long after: no program of the killed run is at work any more.
          const undo = (step: Step) =>
            undoSettings(system.driver(step), {
              journal: journal.seen(step),
              now: () => 60_000,
              signal: never,
            });
          if (isChanged) await live(Number.POSITIVE_INFINITY, change);
          wasKilled = await live(last, isChanged ? undo : change);
          await live(Number.POSITIVE_INFINITY, undo);
          cases += 1;
          expect({ last, held: system.held(), left: journal.entries.size }).toEqual({
            ...{ last, held: before, left: 0 },
          });
        }
      }
    }
    expect(cases).toBeGreaterThan(25);
    console.info(`crash matrix of ${name}: ${cases} cases, 0 stranded`);
  },
);
