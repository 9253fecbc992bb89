import { PROGRAM_MS, type Run } from '../run.ts';
import {
  byHand,
  type Change,
  type ProxySettings,
  type SettingsDriver,
  SettingsError,
  type Values,
  WPAD,
} from '../settings/driver.ts';
import { isOurPac } from '../settings/ours.ts';

/** Where macOS keeps it, whatever PATH says. */
const NETWORKSETUP = '/usr/sbin/networksetup';
/** The three kinds of proxy by hand, as `networksetup` spells them behind `-get` and `-set`. */
const BY_HAND = ['webproxy', 'securewebproxy', 'socksfirewallproxy'] as const;
type ByHand = (typeof BY_HAND)[number];

/** A place is a service's name and one of its settings; a service's name may hold anything but a line break. */
const placeOf = (service: string, setting: string) => `${service}\n${setting}`;

export interface MacosOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For reading alone: the service that counts, in a seventh of the time. */
  readonly isFirstOnly?: boolean;
  /** Another program that behaves like it; for tests. */
  readonly networksetup?: string;
}

/**
 * The proxy settings of every enabled network service of macOS, by `networksetup`. Services come by their own names, which
 * are not those of their hardware; a disabled one is left alone.
 */
export function createMacosDriver({
  run,
  env,
  isFirstOnly = false,
  networksetup = NETWORKSETUP,
}: MacosOptions): SettingsDriver {
  const ask = (args: readonly string[], signal: AbortSignal) => run(networksetup, args, { signal, env });

  async function services(signal: AbortSignal): Promise<readonly string[]> {
    const [, ...names] = (await ask(['-listallnetworkservices'], signal)).split('\n');
    const enabled = names.filter((name) => name !== '' && !name.startsWith('*'));
    return isFirstOnly ? enabled.slice(0, 1) : enabled;
  }

  async function readService(
    service: string,
    signal: AbortSignal,
  ): Promise<readonly [string, string | null][]> {
    const get = async (what: string) => fields(await ask([`-get${what}`, service], signal));
    const script = await get('autoproxyurl');
    const discovery = await get('proxyautodiscovery');
    const bypass = await ask(['-getproxybypassdomains', service], signal);
    const byHand = await Promise.all(BY_HAND.map(async (kind) => [kind, await get(kind)] as const));
    return [
      [placeOf(service, 'autoproxyurl'), textOrNull(script.get('URL'))],
      [placeOf(service, 'autoproxystate'), onOff(script.get('Enabled'))],
      [placeOf(service, 'proxyautodiscovery'), onOff(discovery.get('Auto Proxy Discovery'))],
      [placeOf(service, 'proxybypassdomains'), bypass.trim()],
      ...byHand.flatMap(([kind, told]): [string, string | null][] => [
        [placeOf(service, kind), serverOf(told)],
        [placeOf(service, `${kind}state`), onOff(told.get('Enabled'))],
        [placeOf(service, `${kind}password`), onOff(told.get('Authenticated Proxy Enabled'))],
      ]),
    ];
  }

  async function writeOne(change: Change, all: readonly Change[], signal: AbortSignal): Promise<void> {
    const [service = '', setting = ''] = change.place.split('\n');
    const { value } = change;
    const state = `${setting === 'autoproxyurl' ? 'autoproxy' : setting}state`;
    if (setting.endsWith('state') || setting === 'proxyautodiscovery') {
      await ask([`-set${setting}`, service, value ?? 'off'], signal);
      return;
    }
    // Setting an address turns it on as well; what it was, or is to be, comes right behind.
    const wanted = all.find(({ place }) => place === placeOf(service, state))?.value;
    const was = wanted ?? new Map(await readService(service, signal)).get(placeOf(service, state)) ?? 'off';
    const words = setting === 'autoproxyurl' ? [value ?? ''] : (value ?? ' 0').split(' ');
    await ask([`-set${setting}`, service, ...words], signal);
    await ask([`-set${state}`, service, was], signal);
  }

  return {
    id: 'macos',
    outlivesMs: PROGRAM_MS,
    isHere: async (signal) =>
      services(signal).then(
        (names) => names.length > 0,
        () => false,
      ),
    async read(signal): Promise<Values> {
      const places: (readonly [string, string | null])[] = [];
      for (const service of await services(signal)) places.push(...(await readService(service, signal)));
      return Object.fromEntries(places);
    },
    plan: (settings, before) => servicesIn(before).flatMap((service) => planned(service, settings, before)),
    async write(changes, signal) {
      for (const change of changes) {
        await writeOne(change, changes, signal).catch((error: unknown) => {
          if (!(error instanceof SettingsError) || error.failure !== 'refused') throw error;
          throw new SettingsError('refused', error.message, { cause: error, group: change.group });
        });
      }
    },
    previous(before) {
      // macOS asks its services in order; the first enabled one is as good as we can tell.
      const [service = ''] = servicesIn(before);
      const get = (setting: string) => before[placeOf(service, setting)] ?? null;
      const url = get('autoproxyurl');
      if (get('autoproxystate') === 'on' && url !== null) return { kind: 'pac', url };
      if (get('proxyautodiscovery') === 'on') return WPAD;
      const server = (kind: ByHand) =>
        get(`${kind}state`) === 'on' ? (get(kind)?.replace(' ', ':') ?? null) : null;
      const proxies = [
        ['PROXY', server('securewebproxy')],
        ['PROXY', server('webproxy')],
        ['SOCKS', server('socksfirewallproxy')],
      ] as const;
      // Where there are none, a sentence says so.
      const bypass = get('proxybypassdomains')?.split('\n') ?? [];
      return byHand(
        proxies,
        bypass.filter((domain) => domain !== '' && !domain.includes(' ')),
      );
    },
    disown: (now) =>
      servicesIn(now)
        .filter((service) => isOurPac(now[placeOf(service, 'autoproxyurl')]))
        .flatMap((service) => [
          { place: placeOf(service, 'autoproxystate'), value: 'off', group: service, role: 'switch' },
          { place: placeOf(service, 'autoproxyurl'), value: null, group: service, role: 'value' },
        ]),
  };
}

function planned(service: string, settings: ProxySettings, before: Values): readonly Change[] {
  const to = (setting: string, value: string, role: Change['role'] = 'value', group = service): Change => ({
    place: placeOf(service, setting),
    value,
    group,
    role,
  });
  if (settings.kind === 'pac')
    return [
      to('autoproxyurl', settings.url),
      to('proxyautodiscovery', 'off'),
      to('autoproxystate', 'on', 'switch'),
    ];
  const server = `${settings.host} ${settings.port}`;
  // Each kind has a switch of its own: who takes one of them over has not taken the others.
  // One with a password stays: nobody tells us the password, so that it could not be put back.
  const free = BY_HAND.filter((kind) => before[placeOf(service, `${kind}password`)] !== 'on');
  return free.flatMap((kind: ByHand) => {
    const group = placeOf(service, kind);
    return [to(kind, server, 'value', group), to(`${kind}state`, 'on', 'switch', group)];
  });
}

function servicesIn(values: Values): readonly string[] {
  return [...new Set(Object.keys(values).map((place) => place.split('\n')[0] ?? ''))];
}

/** `Name: value` lines. */
function fields(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.trim()]];
    }),
  );
}

const textOrNull = (text: string | undefined) =>
  text === undefined || text === '' || text === '(null)' ? null : text;
const onOff = (text: string | undefined) => (/^(?:yes|on|1)$/i.test(text ?? '') ? 'on' : 'off');

function serverOf(told: ReadonlyMap<string, string>): string | null {
  const server = textOrNull(told.get('Server'));
  return server === null ? null : `${server} ${told.get('Port') ?? '0'}`;
}
