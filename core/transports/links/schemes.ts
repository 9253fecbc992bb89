/** Kinds of link people are sent that need an engine we do not have yet. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  ...['ssr', 'ssconf', 'trojan-go', 'snell', 'brook', 'juicity', 'mieru'],
  ...['hysteria', 'anytls', 'naive', 'naive+https', 'naive+quic', 'nkn', 'xray'],
  ...['warp', 'awg', 'amnezia', 'vpn', 'openvpn', 'sftp', 'outline', 'psiphon'],
  ...['sub', 'clash', 'clashmeta', 'mihomo', 'sing-box', 'v2ray', 'v2rayn', 'v2rayng', 'hiddify', 'nekoray'],
  ...['happ', 'streisand', 'v2raytun', 'v2box', 'karing', 'nekobox', 'throne', 'lantern'],
  ...['shadowrocket', 'quantumult', 'surge', 'stash', 'sn', 'dns', 'sdns', 'socks5+tls', 'socks+tls', 'quic'],
]);

/** Servers that are not sent as URLs: Tor's bridges of old kinds. */
const UNSUPPORTED_TEXTS: readonly (readonly [pattern: RegExp, scheme: string])[] = [
  [/^(?:bridge\s+)?(obfs[23]|meek|conjure|scramblesuit)\s/i, ''],
  // Of OpenVPN's files.
  [/^(?:client|dev\s+tun\d*|remote\s+\S+\s+\d+(?:\s+(?:udp|tcp)\d?)?)$/i, 'openvpn'],
];

/** Whether a URL's scheme (lower case) is known to need more than we have. */
export function isUnsupported(scheme: string): boolean {
  return UNSUPPORTED.has(scheme);
}

/** The kind of server a text without a scheme describes, where it is one we cannot use yet. */
export function unsupportedText(text: string): string | undefined {
  for (const [pattern, scheme] of UNSUPPORTED_TEXTS) {
    const match = pattern.exec(text);
    if (match !== null) return scheme || match[1]?.toLowerCase();
  }
  return undefined;
}
