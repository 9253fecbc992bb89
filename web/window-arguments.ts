/**
 * How a browser of the Chromium family is told to show one page in a window of its own whose every connection goes through
 * the local proxy. When the proxy is gone the page has no connection: nothing falls back to the bare network.
 */
export function windowArguments(options: {
  readonly url: string;
  readonly profile: string;
  readonly proxyPort: number;
}): readonly string[] {
  return [
    `--app=${options.url}`,
    `--user-data-dir=${options.profile}`,
    `--proxy-server=socks5://127.0.0.1:${options.proxyPort}`,
    // Not even loopback goes around the proxy.
    '--proxy-bypass-list=<-loopback>',
    // Names are asked of the proxy; what would still ask the system gets no answer.
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    '--dns-prefetch-disable',
    // UDP knows no SOCKS here: QUIC and WebRTC would leave by the bare network.
    '--disable-quic',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--webrtc-ip-handling-policy=disable_non_proxied_udp',
    // Looks for television sets on the local network by multicast.
    '--disable-features=MediaRouter,DialMediaRouteProvider,OptimizationHints,Translate',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-sync',
    '--disable-extensions',
    '--disable-default-apps',
    '--disable-breakpad',
    '--no-pings',
    '--no-first-run',
    '--no-default-browser-check',
  ];
}
