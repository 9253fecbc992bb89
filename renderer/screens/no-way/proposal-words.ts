import type { Proposal } from '../../../core/contract.ts';
import type { MessageKey } from '../../i18n/translator.ts';

const KINDS: ReadonlyMap<string, MessageKey> = new Map([
  ['socks5', 'no-way.kind-socks5'],
  ['socks4a', 'no-way.kind-socks4a'],
  ['http-proxy', 'no-way.kind-http-proxy'],
  ['https-proxy', 'no-way.kind-https-proxy'],
  ['ss', 'no-way.kind-ss'],
  ['trojan', 'no-way.kind-trojan'],
  ['vless', 'no-way.kind-vless'],
  ['ssh', 'no-way.kind-ssh'],
  ['tor', 'engines.kind-tor'],
  ['vmess', 'engines.kind-vmess'],
  ['vision', 'no-way.kind-vless'],
  ['reality', 'engines.kind-reality'],
  ['vless-xray', 'no-way.kind-vless'],
  ['vmess-xray', 'engines.kind-vmess'],
  ['trojan-xray', 'no-way.kind-trojan'],
  ['hysteria2', 'engines.kind-hysteria2'],
  ['tuic', 'engines.kind-tuic'],
  ['wireguard', 'engines.kind-wireguard'],
  ['mtproto', 'no-way.kind-mtproto'],
]);

const ASSUMED: ReadonlyMap<string, MessageKey> = new Map([
  ['socks5', 'no-way.assumed-socks5'],
  ['socks4a', 'no-way.assumed-socks4a'],
  ['port-1080', 'no-way.assumed-port-1080'],
  ['port-22', 'no-way.assumed-port-22'],
  ['encoded-credentials', 'no-way.assumed-encoded-credentials'],
]);

/** Kinds that send their password as it is; the others that we know lock the way first. */
const OPEN_KINDS: readonly string[] = ['socks5', 'socks4a', 'http-proxy'];

/** What a proposed server is, in words; `{program}` names the program it was found by. */
export function kindWords({ kind, isLocal, program }: Proposal): MessageKey {
  if (isLocal) return program === null ? 'no-way.kind-local' : 'no-way.kind-program';
  return KINDS.get(kind) ?? 'no-way.kind-other';
}

/** What was taken to be so because the link did not say. */
export function assumedWords({ assumed }: Proposal): readonly MessageKey[] {
  return assumed.flatMap((what) => ASSUMED.get(what) ?? []);
}

/** Whether those on the way can read its password. */
export function isPasswordOpen({ kind, hasPassword, isLocal }: Proposal): boolean {
  return hasPassword && !isLocal && OPEN_KINDS.includes(kind);
}
