import type { IncomingHttpHeaders } from 'node:http';

/** The names under which a browser on this computer reaches us; anything else was pointed at us by somebody's DNS. */
export function ownHosts(port: number): readonly string[] {
  return ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
}

/** The request's `Host` where it is one of our own, else null (DNS rebinding). */
export function ownHost(headers: IncomingHttpHeaders, port: number): string | null {
  return ownHosts(port).find((host) => host === headers.host) ?? null;
}

/** Whether a request for a file may come from where it says: our own page, or the person's address bar. */
export function isFromHere(headers: IncomingHttpHeaders, host: string): boolean {
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  // A page of somebody else's may lead here, as any link may, but not load parts of ours into itself.
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none' || isNavigation(headers);
}

const isNavigation = (headers: IncomingHttpHeaders) =>
  headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

/** Whether a WebSocket is asked for by our own page: browsers always say where one comes from. */
export function isOwnSocket(headers: IncomingHttpHeaders, host: string): boolean {
  return headers.origin === `http://${host}`;
}
