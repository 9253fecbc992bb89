import type { LinkProblem } from '../../../core/contract.ts';
import type { MessageKey } from '../../i18n/translator.ts';
import type { TakeProblem } from './take-in.ts';

type Family = 'v2ray' | 'tor' | 'vpn' | 'psiphon' | 'other';

/** Programs that know these kinds of link and lend their way to others. */
const FAMILIES: Readonly<Record<Exclude<Family, 'other'>, readonly string[]>> = {
  v2ray: [
    ...[
      'ss',
      'ssr',
      'vless',
      'vmess',
      'trojan',
      'trojan-go',
      'hysteria',
      'hysteria2',
      'hy2',
      'tuic',
      'anytls',
    ],
    ...[
      'sub',
      'clash',
      'clashmeta',
      'mihomo',
      'sing-box',
      'v2ray',
      'v2rayn',
      'v2rayng',
      'hiddify',
      'nekoray',
    ],
    ...['snell', 'juicity', 'naive', 'naive+https', 'naive+quic', 'xray', 'sn', 'ssconf'],
    ...['happ', 'streisand', 'v2raytun', 'v2box', 'karing', 'nekobox', 'throne', 'shadowrocket', 'stash'],
  ],
  tor: [
    'tor',
    'obfs2',
    'obfs3',
    'obfs4',
    'meek',
    'meek_lite',
    'snowflake',
    'webtunnel',
    'conjure',
    'scramblesuit',
  ],
  vpn: ['wireguard', 'wg', 'warp', 'awg', 'amnezia', 'vpn', 'openvpn', 'outline'],
  psiphon: ['psiphon'],
};

/** What a kind of link we cannot use yet is good for instead. */
export function familyOf(scheme: string): Family {
  // `vless reality`: a kind we know, in a form that needs more.
  const [kind = ''] = scheme.toLowerCase().split(' ');
  if (FAMILIES.v2ray.includes(kind)) return 'v2ray';
  if (FAMILIES.tor.includes(kind)) return 'tor';
  if (FAMILIES.vpn.includes(kind)) return 'vpn';
  return FAMILIES.psiphon.includes(kind) ? 'psiphon' : 'other';
}

const SENTENCES: ReadonlyMap<string, MessageKey> = new Map(
  Object.entries<MessageKey>({
    empty: 'no-way.problem-empty',
    'unsupported-scheme': 'no-way.problem-unsupported-scheme',
    'unknown-scheme': 'no-way.problem-unknown-scheme',
    'web-page': 'no-way.problem-web-page',
    'not-a-link': 'no-way.problem-not-a-link',
    'several-links': 'no-way.problem-several-links',
    'too-many': 'no-way.problem-too-many',
    'no-server': 'no-way.problem-nothing-found',
    ambiguous: 'no-way.problem-ambiguous',
    'unsupported-option': 'no-way.problem-unsupported-option',
    'unsupported-cipher': 'no-way.problem-unsupported-cipher',
    unencrypted: 'no-way.problem-unencrypted',
    insecure: 'no-way.problem-insecure',
    'bad-carriage': 'no-way.problem-bad-carriage',
    'too-long': 'no-way.problem-too-long',
    'too-many-elements': 'no-way.problem-chain',
    'empty-element': 'no-way.problem-chain',
    'unknown-element': 'no-way.problem-chain',
    'misplaced-resolver': 'no-way.problem-chain',
    'stacked-shapes': 'no-way.problem-chain',
    'misplaced-gateway': 'no-way.problem-chain',
    'misplaced-engine': 'no-way.problem-chain',
    'missing-engine': 'engines.problem-missing',
    'bad-host': 'no-way.problem-bad-host',
    'missing-port': 'no-way.problem-missing-port',
    'bad-port': 'no-way.problem-bad-port',
    'bad-credentials': 'no-way.problem-bad-credentials',
    'bad-secret': 'no-way.problem-bad-secret',
    'bad-pin': 'no-way.problem-bad-pin',
    'unsupported-pin': 'no-way.problem-unsupported-pin',
    'bad-encoding': 'no-way.problem-bad-encoding',
  }),
);

const INSTEAD: Readonly<Record<Family, MessageKey>> = {
  v2ray: 'no-way.problem-unsupported-v2ray',
  tor: 'no-way.problem-unsupported-tor',
  vpn: 'no-way.problem-unsupported-vpn',
  psiphon: 'no-way.problem-unsupported-psiphon',
  other: 'no-way.problem-unsupported-other',
};

/** What is wrong with a pasted line, as one message or two: the second says what to do with the link instead. */
export function problemWords({ code, scheme }: LinkProblem): readonly MessageKey[] {
  const sentence = SENTENCES.get(code) ?? 'no-way.problem-other';
  if (code !== 'unsupported-scheme' && code !== 'missing-engine') return [sentence];
  return [scheme === null ? 'no-way.problem-other' : sentence, INSTEAD[familyOf(scheme ?? '')]];
}

/** Why nothing was read out of a file. */
export function takeWords(problem: TakeProblem): MessageKey {
  return `no-way.take-${problem}`;
}
