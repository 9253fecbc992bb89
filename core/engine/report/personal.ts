import { homedir, hostname, networkInterfaces, userInfo } from 'node:os';
import type { HiddenKind } from '../../model/report.ts';
import type { PersonalWords } from '../../report/redact/redactor.ts';
import type { NetworkFacts } from '../../system/network/traits.ts';
import { type Expression, parseExpression, printExpression } from '../../transports/expression.ts';
import { listHost } from '../../transports/links/list-link.ts';
import type { ProxyElement } from '../../transports/proxy-element.ts';
import type { Kept } from '../lists/merge.ts';

/** What this computer says of itself; an argument, so that a test can be another computer. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hostname: string;
  readonly username: string;
  readonly homedir: string;
  readonly interfaces: readonly { readonly name: string; readonly address: string; readonly mac: string }[];
}

/** Variables that name the person or their computer, … */
const NAMES = /^(?:USER|LOGNAME|USERNAME|USERDOMAIN|COMPUTERNAME|HOSTNAME|HOST|NAME|SUDO_USER)$/i;
/** … and those that hold a secret or a way somewhere. */
const SECRETS = /TOKEN|SECRET|PASS|KEY|AUTH|CREDENTIAL|COOKIE|SESSION|PROXY|_URL$|_URI$/i;
/** `true` and `none` stand in such variables, too. Characters. */
const SHORTEST_SECRET = 6;
const FOLDERS =
  /^(?:HOME|USERPROFILE|APPDATA|LOCALAPPDATA|HOMEPATH|FOOTBRIDGE_HOME|XDG_.*|TMPDIR|TEMP|TMP|PWD|OLDPWD)$/i;

/** Reads what the system tells of this computer and its user. */
export function surroundings(env: NodeJS.ProcessEnv): Surroundings {
  const interfaces = Object.entries(networkInterfaces()).flatMap(([name, list]) =>
    (list ?? []).map(({ address, mac }) => ({ name, address, mac })),
  );
  return { env, hostname: hostname(), username: nameOfUser(), homedir: homedir(), interfaces };
}

/** A process without an entry in the system's list of users has no name. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

/** All that is known to be the person's own, of the computer, the network, the folder we keep things in and the servers they were given. */
export function personalWords(
  { env, hostname, username, homedir, interfaces }: Surroundings,
  home: string,
  facts: NetworkFacts,
  { servers, lists }: Kept,
): PersonalWords {
  const word = (kind: HiddenKind) => (text: string | undefined) => (text ? [{ kind, text }] : []);
  const fromEnv = Object.entries(env).flatMap(([name, value = '']) => {
    if (SECRETS.test(name)) return value.length < SHORTEST_SECRET ? [] : word('secret')(value);
    if (FOLDERS.test(name)) return word('path')(value);
    return NAMES.test(name) ? word('name')(value) : [];
  });
  const expressions = servers.flatMap(({ expression }) => {
    const parsed = parseExpression(expression);
    return parsed.ok ? [parsed.expression] : [];
  });
  const traits = facts.traits.flatMap((trait) => trait.split(' ').slice(1));
  return {
    addresses: interfaces.map(({ address }) => address),
    neighbours: traits,
    words: [
      ...fromEnv,
      ...[home, homedir].flatMap(word('path')),
      ...[hostname, hostname.split('.')[0], username, homedir.split(/[\\/]/).at(-1)].flatMap(word('name')),
      ...[...interfaces.map(({ mac }) => mac), ...facts.hardware]
        .filter((mac) => mac !== '00:00:00:00:00:00')
        .flatMap(word('hardware address')),
      ...servers.flatMap(({ name }) => word('name')(name)),
      ...servers.flatMap(({ expression }) => word('link')(expression)),
      ...expressions.flatMap(secretsOf).flatMap(word('secret')),
      ...expressions.flatMap(hostsOf).flatMap(word('server')),
      ...lists.map(({ address }) => listHost(address)).flatMap(word('server')),
      ...lists.map(({ address }) => address).flatMap(word('link')),
      ...lists.flatMap(({ address }) => tokensOf(address)).flatMap(word('secret')),
    ],
  };
}

/** What may be a secret in the address of a list: the parts of its path and its options. */
function tokensOf(address: string): readonly string[] {
  const { pathname, searchParams } = new URL(address);
  const parts = [...pathname.split('/'), ...searchParams.values()];
  return parts.filter(({ length }) => length >= SHORTEST_SECRET);
}

function hostsOf({ hops }: Expression): readonly string[] {
  return hops.flatMap((hop) => {
    if (hop.kind !== 'proxy') return [];
    const { sni, host } = 'options' in hop ? hop.options : {};
    const bridges = hop.protocol === 'tor' ? hop.bridges.map((line) => ADDRESS.exec(line)?.[1]) : [];
    return [hop.host, sni, host, ...bridges].flatMap((text) => text ?? []);
  });
}

/** Of a bridge: the first word with a port, without it. */
const ADDRESS = /(?:^| )\[?([0-9a-f.:]+?)\]?:\d+(?= |$)/;
/** Keys and fingerprints; shorter are words like `tls`. Characters. */
const SHORTEST_PART = 12;

/** What engines of others are told besides: keys, paths, what bridges are known by. */
function partsOf(hop: ProxyElement): readonly string[] {
  const bridges = hop.protocol === 'tor' ? hop.bridges.flatMap((line) => line.split(/[ =]/)) : [];
  const options = 'options' in hop ? Object.values(hop.options) : [];
  return [...bridges, ...options].filter(({ length }) => length >= SHORTEST_PART);
}

/** User names, passwords, and whatever else a server's text holds in one piece. */
function secretsOf(expression: Expression): readonly string[] {
  const texts = expression.hops.flatMap((hop) => {
    if (hop.kind !== 'proxy') return [];
    const { username = '', password = '' } = hop.credentials ?? {};
    return [username, password, ...partsOf(hop)];
  });
  const link = printExpression(expression);
  return [...texts, ...link.split(' | ').filter((element) => element.includes('://'))];
}
