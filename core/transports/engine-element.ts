import { formatHostPort } from '../model/address.ts';
import { ENGINE_PROTOCOLS, type EngineProtocol, type EngineServer } from '../model/engine-server.ts';
import { readQuery } from './carriage-options.ts';
import { ENGINE_KINDS } from './engine-options.ts';
import { readHost, readPort } from './host.ts';
import { decodePercent } from './percent-encoding.ts';
import { isForXray, xrayRefusal } from './xray-forms.ts';

/** A server that an engine of others speaks to for us; canonical as `createEngineElement` makes it. */
export interface EngineElement extends EngineServer {
  readonly kind: 'proxy';
}

/** Why something is no such server; never holds what was typed. */
export type EngineProblem =
  | 'bad-host'
  | 'missing-port'
  | 'bad-port'
  | 'bad-credentials'
  | 'bad-encoding'
  | 'unencrypted'
  | 'unsupported-option';

/** What a link says, not yet checked. */
export interface EngineParts {
  readonly host: string;
  readonly port: string | undefined;
  readonly username: string;
  readonly password: string;
  readonly options: ReadonlyMap<string, string>;
}

const TEXT = /^([a-z0-9]+):\/\/([^@?#]*)@([^/?#@]*)\/?(?:\?([^#]*))?$/is;
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/s;

/** Checks and normalises what a server is made of. */
export function createEngineElement(
  protocol: EngineProtocol,
  { host: hostText, port: portText, username, password, options }: EngineParts,
): EngineElement | EngineProblem {
  const kind = ENGINE_KINDS[protocol];
  const host = readHost(hostText);
  if (host === undefined) return 'bad-host';
  if (portText === undefined) return 'missing-port';
  const port = readPort(portText);
  if (port === undefined) return 'bad-port';
  const credentials = { username: kind.username(username), password: kind.password(password) };
  if (credentials.username === undefined || credentials.password === undefined) return 'bad-credentials';
  const known: Record<string, string> = {};
  for (const [name, read] of Object.entries(kind.options)) {
    const said = options.get(name);
    const value = said === undefined ? undefined : read(said);
    if (said !== undefined && value === undefined) return 'unsupported-option';
    if (value) known[name] = value;
  }
  if ([...options.keys()].some((name) => !Object.hasOwn(kind.options, name))) return 'unsupported-option';
  if (kind.required.some((name) => known[name] === undefined)) return 'bad-credentials';
  return (
    refusal(protocol, known) ?? {
      ...{ kind: 'proxy', protocol, host, port, options: known },
      credentials: { username: credentials.username, password: credentials.password },
    }
  );
}

/** What does not go together. */
function refusal(
  protocol: EngineProtocol,
  known: Readonly<Record<string, string>>,
): EngineProblem | undefined {
  if (protocol === 'vmess') {
    if ((known.cipher === 'none' || known.cipher === 'zero') && known.security === undefined)
      return 'unencrypted';
    if (known.type === undefined && (known.path !== undefined || known.host !== undefined))
      return 'unsupported-option';
    if (known.security === undefined && (known.sni !== undefined || known.pin !== undefined))
      return 'unsupported-option';
  }
  if (protocol === 'hysteria2' && (known.obfs === undefined) !== (known['obfs-password'] === undefined))
    return 'unsupported-option';
  return protocol.endsWith('-xray') ? xrayRefusal(protocol, known) : undefined;
}

/** Reads the text that `printEngine` prints; undefined where it begins like none, or like VLESS that we speak ourselves. */
export function parseEngine(text: string): EngineElement | EngineProblem | undefined {
  const [, scheme = '', userInfo = '', hostPort = '', query = ''] = TEXT.exec(text) ?? [];
  const options = readQuery(query);
  const protocol = protocolOf(scheme.toLowerCase(), options);
  if (protocol === undefined) return undefined;
  if (options === undefined) return 'bad-encoding';
  const [, host = hostPort, port] = HOST_AND_PORT.exec(hostPort) ?? [];
  const [username, password] = userInfo.split(/:(.*)/s).map(decodePercent);
  if (username === undefined || (userInfo.includes(':') && password === undefined)) return 'bad-encoding';
  return createEngineElement(protocol, { host, port, username, password: password ?? '', options });
}

function protocolOf(
  scheme: string,
  options: ReadonlyMap<string, string> | undefined,
): EngineProtocol | undefined {
  const security = options?.get('security');
  if (scheme === 'vless' || scheme === 'vmess' || scheme === 'trojan') {
    if (options !== undefined && isForXray(scheme, options)) return `${scheme}-xray`;
    if (scheme === 'trojan') return undefined;
  }
  if (scheme !== 'vless') return ENGINE_PROTOCOLS.find((known) => ENGINE_KINDS[known].scheme === scheme);
  if (security === 'reality') return 'reality';
  return security === 'tls' && options?.has('flow') ? 'vision' : undefined;
}

/** The one text that `parseEngine` reads back as the same. Holds secrets. */
export function printEngine(element: EngineElement): string {
  const { protocol, credentials, options } = element;
  const password = credentials.password === '' ? '' : `:${encodeURIComponent(credentials.password)}`;
  const query = Object.entries(options).map(
    ([name, value]) => `${spelled(name)}=${encodeURIComponent(value)}`,
  );
  const tail = query.length === 0 ? '' : `?${query.join('&')}`;
  const userInfo = `${encodeURIComponent(credentials.username)}${password}`;
  return `${ENGINE_KINDS[protocol].scheme}://${userInfo}@${formatHostPort(element)}${tail}`;
}

/** As other programs spell it; we read it in any. */
function spelled(name: string): string {
  return name === 'servicename' ? 'serviceName' : name;
}

/** The text with everything hidden but the kind and the address. */
export function labelEngine(element: EngineElement): string {
  return `${ENGINE_KINDS[element.protocol].scheme}://•••@${formatHostPort(element)}`;
}
