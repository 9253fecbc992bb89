import type { PreviousProxy } from '../settings/driver.ts';

/** Of several, the one that counts for what we dial: TLS first; curl(1) reads both spellings, the lower case first. */
const NAMES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
/** Schemes as programs write them, and what a PAC calls such a proxy. */
const KINDS: Readonly<Record<string, 'PROXY' | 'HTTPS' | 'SOCKS' | 'SOCKS4'>> = {
  'http:': 'PROXY',
  'https:': 'HTTPS',
  'socks:': 'SOCKS',
  'socks5:': 'SOCKS',
  'socks5h:': 'SOCKS',
  'socks4:': 'SOCKS4',
  'socks4a:': 'SOCKS4',
};
const PORTS: Readonly<Record<string, string>> = { PROXY: '80', HTTPS: '443', SOCKS: '1080', SOCKS4: '1080' };

/** The proxy that the environment names (`https_proxy`, `ALL_PROXY`, `NO_PROXY`, …), as programs of terminals follow it. */
export function proxyOfEnvironment(env: Readonly<Record<string, string | undefined>>): PreviousProxy {
  const text = NAMES.map((name) => env[name]?.trim() ?? '').find((value) => value !== '') ?? '';
  const written = /^\w+:\/\//.test(text) ? text : `http://${text}`;
  if (!URL.canParse(written)) return { kind: 'none' };
  const { protocol, hostname, port, username, password } = new URL(written);
  const kind = KINDS[protocol];
  if (kind === undefined || hostname === '') return { kind: 'none' };
  const credentials = decoded(username, password);
  return {
    kind: 'by-hand',
    answer: `${kind} ${hostname}:${port || PORTS[kind]}`,
    bypass: namesAndBelow((env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/)),
    ...(credentials && { credentials }),
  };
}

/** Where a plain name means itself and all below it, as in NO_PROXY and in KDE. */
export function namesAndBelow(list: readonly string[]): readonly string[] {
  return list.flatMap((one) => {
    if (one === '') return [];
    return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i.test(one) && !/^[\d.]+$/.test(one) ? [one, `.${one}`] : [one];
  });
}

function decoded(username: string, password: string) {
  if (username === '') return undefined;
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return { username, password };
  }
}
