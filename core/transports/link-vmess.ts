import * as v from 'valibot';
import { readQuery } from './carriage-options.ts';
import { createEngineElement } from './engine-element.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';
import { parseXrayLink, xrayServer } from './link-xray.ts';
import { splitHostPort } from './proxy-element.ts';
import { isForXray } from './xray-forms.ts';

/** What v2rayN wrote may be a text or a number. */
const Loose = v.pipe(
  v.union([v.string(), v.number(), v.boolean()]),
  v.transform((value) => String(value)),
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
  'skip-cert-verify': v.optional(Loose, ''),
});
const YES: ReadonlySet<string> = new Set(['1', 'true']);
const PARTS = /^([^?#]*)@([^/?#@]*)\/?(?:\?([^#]*))?(?:#.*)?$/s;

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
  readonly isInsecure: boolean;
}

/** Reads what follows `vmess://`: JSON in base64 as v2rayN shares it, or `uuid@host:port?…` as Xray does. */
export function parseVmessLink(rest: string): LinkResult {
  return rest.includes('@') ? fromUrl(rest) : fromJson(rest);
}

function fromJson(rest: string): LinkResult {
  const encoded = rest.replace(/#.*$/s, '').replace(/\s+/g, '');
  if (!/^[\w+/-]+={0,2}$/.test(encoded)) return refuse({ code: 'bad-encoding' });
  let tree: unknown;
  try {
    tree = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    return refuse({ code: 'bad-encoding' });
  }
  const parsed = v.safeParse(ShareSchema, tree);
  if (!parsed.success) return refuse({ code: 'bad-encoding' });
  const share = parsed.output;
  // What came before 2020 can be found out and altered on the way.
  if (!['', '0'].includes(share.aid)) return refuse({ code: 'unsupported-option' });
  const host = share.add.includes(':') && !share.add.startsWith('[') ? `[${share.add}]` : share.add;
  const options = asQuery(share);
  if (isForXray('vmess', options))
    return xrayServer('vmess', { host, port: share.port, username: share.id }, options);
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
    isInsecure: [share.allowInsecure, share['skip-cert-verify']].some((text) => YES.has(text)),
  });
}

/** The options of a newer carriage, by the names of the other form: of gRPC, `path` is the service, and `type` its mode. */
function asQuery(share: v.InferOutput<typeof ShareSchema>): ReadonlyMap<string, string> {
  const isGrpc = ['grpc', 'gun'].includes(share.net);
  return new Map([
    ...([
      ['type', share.net],
      ['security', share.tls],
      ['sni', share.sni],
      ['fp', share.fp],
    ] as const),
    ...([
      ['encryption', share.scy],
      ['alpn', share.alpn],
      ['host', share.host],
    ] as const),
    ...([
      [isGrpc ? 'servicename' : 'path', share.path],
      ['authority', share.authority],
    ] as const),
    ...([
      ['mode', (isGrpc ? share.type : share.mode) || share.mode],
      ['extra', share.extra],
    ] as const),
    ...([
      ['allowinsecure', share.allowInsecure],
      ['insecure', share['skip-cert-verify']],
    ] as const),
  ]);
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...[
    'encryption',
    'security',
    'type',
    'headertype',
    'sni',
    'peer',
    'host',
    'path',
    'allowinsecure',
    'insecure',
  ],
  ...['fp', 'alpn', 'remarks', 'remark', 'name', 'tag', 'group', 'alterid', 'aid'],
]);

function fromUrl(rest: string): LinkResult {
  const [, id = '', hostPort = '', tail = ''] = PARTS.exec(rest) ?? [];
  const query = readQuery(tail);
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
    isInsecure: [said('allowinsecure'), said('insecure')].some((text) => YES.has(text)),
  });
}

function link(said: Said): LinkResult {
  if (said.isInsecure) return refuse({ code: 'insecure' });
  const isWeb = said.type === 'ws';
  const isPlain = ['', 'tcp', 'raw'].includes(said.type) && ['', 'none'].includes(said.headerType);
  const isInTls = said.security === 'tls';
  if ((!isWeb && !isPlain) || (!isInTls && !['', 'none'].includes(said.security)))
    return refuse({ code: 'unsupported-option' });
  const sni = said.sni || (isWeb ? said.webHost : '');
  // `?ed=` asks for early data, which a server that offers it does not need.
  const path = said.path.replace(/\?ed=\d+$/, '');
  const options = new Map([
    ...(['', 'auto'].includes(said.cipher) ? [] : [['cipher', said.cipher] as const]),
    ...(isInTls ? [['security', 'tls'] as const] : []),
    ...(isInTls && sni !== '' ? [['sni', sni] as const] : []),
    ...(isWeb ? [['type', 'ws'] as const] : []),
    ...(isWeb && path !== '' ? [['path', path.startsWith('/') ? path : `/${path}`] as const] : []),
    ...(isWeb && said.webHost !== '' ? [['host', said.webHost] as const] : []),
  ]);
  const { host, port, id } = said;
  return accept(createEngineElement('vmess', { host, port, username: id, password: '', options }));
}
