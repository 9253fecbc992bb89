import * as v from 'valibot';
import { readQuery } from '../carriage-options.ts';
import { createEngineElement } from '../engine-element.ts';
import { splitHostPort } from '../proxy-element.ts';
import { isForXray } from '../xray-forms.ts';
import { parseXrayLink, xrayServer } from './by-xray.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';
import { REMARKS, splitLink, webPath } from './parts.ts';
import { INSECURE_NAMES, PIN_NAMES, readKnownBy } from './pins.ts';

/** What v2rayN wrote may be a text, a number, or nothing. */
const Loose = v.pipe(
  v.union([v.string(), v.number(), v.boolean(), v.null()]),
  v.transform((value) => String(value ?? '').trim()),
);
/** https://github.com/2dust/v2rayN/wiki/Description-of-VMess-share-link: all of it is optional in practice. */
const ShareSchema = v.looseObject({
  add: v.optional(Loose, ''),
  port: v.optional(Loose),
  id: v.optional(Loose, ''),
  aid: v.optional(Loose, '0'),
  scy: v.optional(Loose, ''),
  net: v.optional(Loose, ''),
  type: v.optional(Loose, ''),
  host: v.optional(Loose, ''),
  path: v.optional(Loose, ''),
  tls: v.optional(Loose, ''),
  sni: v.optional(Loose, ''),
  ...{ alpn: v.optional(Loose, ''), fp: v.optional(Loose, ''), mode: v.optional(Loose, '') },
  ...{ authority: v.optional(Loose, ''), extra: v.optional(Loose, '') },
  allowInsecure: v.optional(Loose, ''),
  insecure: v.optional(Loose, ''),
  'skip-cert-verify': v.optional(Loose, ''),
  pcs: v.optional(Loose, ''),
});

/** What both forms say of a server. */
interface Said {
  readonly host: string;
  readonly port: string | undefined;
  readonly id: string;
  readonly cipher: string;
  readonly security: string;
  readonly type: string;
  readonly headerType: string;
  readonly sni: string;
  readonly webHost: string;
  readonly path: string;
  readonly knownBy: ReturnType<typeof readKnownBy>;
}

/** Reads what follows `vmess://`: JSON in base64 as v2rayN shares it, or `uuid@host:port?…` as Xray does. */
export function parseVmessLink(rest: string): LinkResult {
  return /^[^?#]*@/.test(rest) ? fromUrl(rest) : fromJson(rest);
}

function fromJson(rest: string): LinkResult {
  const encoded = rest.replace(/#.*$/s, '').replace(/\s+/g, '');
  const [, body = '', options = ''] = /^([\w+/-]+={0,2})(?:\?(.*))?$/.exec(encoded) ?? [];
  const decoded = Buffer.from(body, 'base64').toString('utf8');
  const [, cipher, address] = /^([\w-]+):([^@\s]+@[^@\s]+)$/.exec(decoded) ?? [];
  if (cipher !== undefined && address !== undefined) return fromShadowrocket(cipher, address, options);
  if (body === '' || options !== '') return refuse({ code: 'bad-encoding' });
  let tree: unknown;
  try {
    tree = JSON.parse(decoded);
  } catch {
    return refuse({ code: 'bad-encoding' });
  }
  const parsed = v.safeParse(ShareSchema, tree);
  if (!parsed.success) return refuse({ code: 'bad-encoding' });
  const share = parsed.output;
  // What came before 2020 can be found out and altered on the way.
  if (!['', '0'].includes(share.aid)) return refuse({ code: 'unsupported-option' });
  const host = share.add.includes(':') && !share.add.startsWith('[') ? `[${share.add}]` : share.add;
  const said = asQuery(share);
  if (isForXray('vmess', said))
    return xrayServer('vmess', { host, port: share.port, username: share.id }, said);
  return link({
    host,
    port: share.port,
    id: share.id,
    cipher: share.scy,
    security: share.tls,
    type: share.net,
    headerType: share.type,
    sni: share.sni,
    webHost: share.host,
    path: share.path,
    knownBy: readKnownBy(said),
  });
}

/** `base64(cipher:uuid@host:port)?obfs=websocket&obfsParam=…&path=…&tls=1&peer=…`, as Shadowrocket shares it. */
function fromShadowrocket(cipher: string, address: string, options: string): LinkResult {
  const query = readQuery(options);
  const said = (name: string) => query?.get(name) ?? '';
  const isOther = !['', 'none', 'websocket'].includes(said('obfs').toLowerCase());
  if (query === undefined || isOther || !['', '0'].includes(said('alterid')))
    return refuse({ code: query === undefined ? 'bad-encoding' : 'unsupported-option' });
  const pairs = {
    ...{ encryption: cipher, security: said('tls') === '1' ? 'tls' : 'none', sni: said('peer') },
    type: said('obfs').toLowerCase() === 'websocket' ? 'ws' : 'tcp',
    ...{ host: said('obfsparam').startsWith('{') ? '' : said('obfsparam'), path: said('path') },
    allowinsecure: said('allowinsecure'),
  };
  const text = Object.entries(pairs).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return fromUrl(`${address}?${text.join('&')}`);
}

/** The options by the names of the other form: of gRPC, `path` is the service, and `type` its mode. */
function asQuery(share: v.InferOutput<typeof ShareSchema>): ReadonlyMap<string, string> {
  const isGrpc = ['grpc', 'gun'].includes(share.net);
  return new Map(
    Object.entries({
      ...{ type: share.net, security: share.tls, sni: share.sni, fp: share.fp },
      ...{ encryption: share.scy, alpn: share.alpn, host: share.host },
      ...{ [isGrpc ? 'servicename' : 'path']: share.path, authority: share.authority },
      ...{ mode: (isGrpc ? share.type : share.mode) || share.mode, extra: share.extra },
      ...{ allowinsecure: share.allowInsecure, insecure: share.insecure, pcs: share.pcs },
      'skip-cert-verify': share['skip-cert-verify'],
    }),
  );
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['encryption', 'security', 'type', 'headertype', 'sni', 'peer', 'host', 'path'],
  ...INSECURE_NAMES,
  ...PIN_NAMES,
  ...[...REMARKS, 'fp', 'alpn', 'alterid', 'aid'],
]);

function fromUrl(rest: string): LinkResult {
  const { userInfo: id = '', hostPort, query: pairs } = splitLink(rest);
  const query = readQuery(pairs);
  if (query === undefined) return refuse({ code: 'bad-encoding' });
  if (isForXray('vmess', query)) return parseXrayLink('vmess', rest);
  const said = (name: string) => query.get(name) ?? '';
  const isKnown = [...query.keys()].every((name) => UNDERSTOOD.has(name));
  const isOld = ['alterid', 'aid'].some((name) => !['', '0'].includes(said(name)));
  if (!isKnown || isOld) return refuse({ code: 'unsupported-option' });
  return link({
    ...splitHostPort(hostPort),
    id,
    cipher: said('encryption'),
    security: said('security'),
    type: said('type'),
    headerType: said('headertype'),
    sni: said('sni') || said('peer'),
    webHost: said('host'),
    path: said('path'),
    knownBy: readKnownBy(query),
  });
}

function link(said: Said): LinkResult {
  const { knownBy } = said;
  const isInTls = said.security === 'tls';
  // Without TLS there is no certificate to be known by.
  if (isInTls && typeof knownBy === 'string') return refuse({ code: knownBy });
  const pin = typeof knownBy === 'string' ? undefined : knownBy.pin;
  const isWeb = said.type === 'ws';
  const isPlain = ['', 'tcp', 'raw'].includes(said.type) && ['', 'none'].includes(said.headerType);
  if ((!isWeb && !isPlain) || (!isInTls && !['', 'none'].includes(said.security)))
    return refuse({ code: 'unsupported-option' });
  const sni = said.sni || (isWeb ? said.webHost : '');
  const options = new Map([
    ...(['', 'auto'].includes(said.cipher) ? [] : [['cipher', said.cipher] as const]),
    ...(isInTls ? [['security', 'tls'] as const] : []),
    ...(isInTls && sni !== '' ? [['sni', sni] as const] : []),
    ...(isWeb ? [['type', 'ws'] as const] : []),
    ...(isWeb && said.path !== '' ? [['path', webPath(said.path)] as const] : []),
    ...(isWeb && said.webHost !== '' ? [['host', said.webHost] as const] : []),
    ...(isInTls && pin !== undefined ? [['pin', pin] as const] : []),
  ]);
  const { host, port, id } = said;
  return accept(createEngineElement('vmess', { host, port, username: id, password: '', options }));
}
