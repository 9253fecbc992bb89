import type { ProxyConfig, Session } from 'electron';

/** Everything through the local proxy, names too, loopback not excepted; there is no second choice to fall back to. */
export function proxyFor(port: number): ProxyConfig {
  return {
    mode: 'fixed_servers',
    proxyRules: `socks5://127.0.0.1:${port}`,
    proxyBypassRules: '<-loopback>',
  };
}

/** A browser's name without the words that web clients refuse: `Electron/45.4.1`, `footbridge/0.1.0`. */
export function plainUserAgent(userAgent: string): string {
  return userAgent.replaceAll(/ (?!(?:AppleWebKit|Chrome|Safari)\/)[\w.-]+\/[\w.+-]+/g, '');
}

const SCHEMES = new Set(['https:', 'wss:', 'data:', 'blob:']);

/** Whether a messenger's page may ask for this at all: nothing unencrypted, no files, no other programs. */
export function isWebRequest(url: string): boolean {
  return URL.canParse(url) && SCHEMES.has(new URL(url).protocol);
}

/** Keeps one messenger's session on the local proxy. */
export function createProxiedSession(
  session: Pick<Session, 'setProxy' | 'closeAllConnections' | 'webRequest' | 'getUserAgent' | 'setUserAgent'>,
) {
  let port: number | null = null;
  session.setUserAgent(plainUserAgent(session.getUserAgent()));
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: port === null || !isWebRequest(url) }),
  );
  return {
    /** Moves to the proxy at this port; to none at all where it is null: then nothing gets out. */
    async use(next: number | null): Promise<void> {
      if (next === port) return;
      port = null;
      if (next !== null) await session.setProxy(proxyFor(next));
      await session.closeAllConnections();
      port = next;
    },
  };
}
export type ProxiedSession = ReturnType<typeof createProxiedSession>;
