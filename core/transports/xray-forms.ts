import type { EngineProtocol } from '../model/engine-server.ts';

/** Kinds of server of whose forms there are some that Xray alone speaks. */
export type XrayScheme = 'vless' | 'vmess' | 'trojan';
type Query = ReadonlyMap<string, string>;

/** By all names: HTTP of a newer kind than a web socket. */
const CARRIAGES: Readonly<Record<string, string>> = {
  ...{ grpc: 'grpc', gun: 'grpc', httpupgrade: 'httpupgrade', xhttp: 'xhttp', splithttp: 'xhttp' },
};

/** Whether a link asks for what only Xray carries: a newer carriage, VLESS's own encryption, Trojan with Reality. */
export function isForXray(scheme: XrayScheme, query: Query): boolean {
  if (carriageOf(query) !== '') return true;
  if (scheme === 'vless') return /^mlkem/.test(query.get('encryption') ?? '');
  return scheme === 'trojan' && query.get('security') === 'reality';
}

/** The newer carriage that is asked for, by its own name; empty where it is none of them. */
export function carriageOf(query: Query): string {
  const type = query.get('type')?.toLowerCase() ?? '';
  return Object.hasOwn(CARRIAGES, type) ? (CARRIAGES[type] ?? '') : '';
}

/** Which options belong to which carriage. */
const OF_CARRIAGE: Readonly<Record<string, readonly string[]>> = {
  grpc: ['servicename', 'authority', 'mode'],
  httpupgrade: ['path', 'host'],
  xhttp: ['path', 'host', 'mode', 'extra', 'alpn'],
};
const CARRIAGE_OPTIONS = new Set(Object.values(OF_CARRIAGE).flat());

/** Whether an option belongs to carriages, and not to that one; `type` is empty where there is none. */
export function isOfAnotherCarriage(type: string, name: string): boolean {
  return CARRIAGE_OPTIONS.has(name) && OF_CARRIAGE[type]?.includes(name) !== true;
}

/** What does not go together in a server that Xray alone speaks to; undefined where all of it does. */
export function xrayRefusal(
  protocol: EngineProtocol,
  known: Readonly<Record<string, string>>,
): 'unencrypted' | 'bad-credentials' | 'unsupported-option' | undefined {
  const { type, security, encryption, cipher, flow, mode } = known;
  const isReality = security === 'reality';
  if (security === undefined && protocol === 'vless-xray' && encryption === undefined) return 'unencrypted';
  if (security === undefined && (cipher === 'none' || cipher === 'zero')) return 'unencrypted';
  if (isReality && (known.sni === undefined || known.pbk === undefined)) return 'bad-credentials';
  const isOdd =
    // Without any of it we speak it ourselves, or as `reality` and `vision`.
    (type === undefined && encryption === undefined && !(protocol === 'trojan-xray' && isReality)) ||
    (isReality && type === 'httpupgrade') ||
    (flow !== undefined && encryption === undefined) ||
    (mode !== undefined && (mode === 'multi') !== (type === 'grpc')) ||
    Object.keys(known).some((name) => isOfAnotherCarriage(type ?? '', name)) ||
    (!isReality && ['pbk', 'sid', 'spx'].some((name) => known[name] !== undefined)) ||
    (security === undefined && ['sni', 'fp'].some((name) => known[name] !== undefined)) ||
    (security !== 'tls' && (known.alpn !== undefined || known.pin !== undefined));
  return isOdd ? 'unsupported-option' : undefined;
}
