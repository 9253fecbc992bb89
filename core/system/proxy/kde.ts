import { realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, removeLeftovers, writeFileAtomic } from '../../store/atomic-file.ts';
import type { Run } from '../run.ts';
import {
  byHand,
  type Change,
  type ProxySettings,
  type SettingsDriver,
  type Values,
  WPAD,
} from '../settings/driver.ts';
import { isOurPac } from '../settings/ours.ts';
import { namesAndBelow } from './environment.ts';
import { addGroup, getKey, hasGroup, removeGroup, setKey } from './ini.ts';

const GROUP = 'Proxy Settings';
const KEYS = [
  'Proxy Config Script',
  'httpProxy',
  'httpsProxy',
  'socksProxy',
  'NoProxyFor',
  'ReversedException',
  'ProxyType',
];
/** Whether the file, and the group in it, are there at all: so that neither is left behind. */
const FILE = 'file';
const HEADER = 'group';
const THERE = 'there';
/** KDE's names for how it finds a proxy. */
const [BY_HAND, BY_SCRIPT, BY_WPAD] = ['1', '2', '3'];

export interface KdeOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly homedir: string;
}

/** KDE's proxy settings (Plasma 5 and 6): `kioslaverc`, edited in place, all else in it untouched; programs are told by D-Bus. */
export function createKdeDriver({ run, env, homedir }: KdeOptions): SettingsDriver {
  const path = join(env.XDG_CONFIG_HOME || join(homedir, '.config'), 'kioslaverc');
  /** Somebody's dotfiles may lie elsewhere; a link stays a link, and a mode a mode. */
  const real = () => realpath(path).catch(() => path);
  const save = async (text: string) => {
    const file = await real();
    const mode = await stat(file).then(
      (known) => known.mode & 0o777,
      () => undefined,
    );
    await writeFileAtomic(file, text, mode);
  };
  const load = async () => (await readIfThere(path))?.toString('utf8');

  async function tell(signal: AbortSignal): Promise<void> {
    const args = [
      '--type=signal',
      '/KIO/Scheduler',
      'org.kde.KIO.Scheduler.reparseSlaveConfiguration',
      'string:',
    ];
    // Programs that are not told read the file when they start.
    await run('dbus-send', args, { signal, env }).catch(() => undefined);
  }

  return {
    id: 'kde',
    outlivesMs: 0,
    tidy: async () => removeLeftovers(await real()),
    isHere: async () => /(?:^|:)KDE(?:$|:)/i.test(env.XDG_CURRENT_DESKTOP ?? ''),
    async read(): Promise<Values> {
      const text = await load();
      return Object.fromEntries([
        [FILE, text === undefined ? null : THERE],
        [HEADER, text !== undefined && hasGroup(text, GROUP) ? THERE : null],
        ...KEYS.map((key) => [key, getKey(text ?? '', GROUP, key)]),
      ]);
    },
    plan: (settings) => [change(FILE, THERE), change(HEADER, THERE), ...planned(settings)],
    async write(changes, signal) {
      // All of it or nothing, whenever we are killed.
      const text = changes.reduce(withChange, await load());
      if (text === undefined) await rm(path, { force: true });
      else await save(text);
      await tell(signal);
    },
    previous(before) {
      const text = (key: string) => before[key] || null;
      const type = text('ProxyType');
      const url = text('Proxy Config Script');
      if (type === BY_SCRIPT) return url === null ? WPAD : { kind: 'pac', url };
      if (type === BY_WPAD) return WPAD;
      // Reversed, the list names the few that go by the proxy.
      if (type !== BY_HAND || text('ReversedException') === 'true') return { kind: 'none' };
      // `http://host port`, or with a colon.
      const server = (key: string) =>
        text(key)
          ?.replace(/^\w+:\/\//, '')
          .replace(' ', ':') ?? null;
      const proxies = [
        ['PROXY', server('httpsProxy')],
        ['PROXY', server('httpProxy')],
        ['SOCKS', server('socksProxy')],
      ] as const;
      return byHand(proxies, namesAndBelow((text('NoProxyFor') ?? '').split(/[\s,]+/)));
    },
    disown(now) {
      if (!isOurPac(now['Proxy Config Script'])) return [];
      return [change('ProxyType', null, 'switch'), change('Proxy Config Script', null)];
    },
  };
}

/** The file's text with one place changed; undefined: there is no file. */
function withChange(text: string | undefined, { place, value }: Change): string | undefined {
  if (place === FILE && value === null) return text === '' ? undefined : text;
  const there = text ?? '';
  if (place === FILE) return there;
  if (place === HEADER) return (value === null ? removeGroup : addGroup)(there, GROUP);
  return setKey(there, GROUP, place, value);
}

function planned(settings: ProxySettings): readonly Change[] {
  if (settings.kind === 'pac')
    return [change('Proxy Config Script', settings.url), change('ProxyType', BY_SCRIPT, 'switch')];
  const { host, port } = settings;
  return [
    // A space before the port: every version of KDE and Chromium reads that.
    change('httpProxy', `http://${host} ${port}`),
    change('httpsProxy', `http://${host} ${port}`),
    change('socksProxy', `socks://${host} ${port}`),
    change('ProxyType', BY_HAND, 'switch'),
  ];
}

function change(place: string, value: string | null, role: Change['role'] = 'value'): Change {
  return { place, value, role, group: 'kde' };
}
