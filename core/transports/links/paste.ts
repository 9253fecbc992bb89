import { readHost, readPort } from '../host.ts';
import { createProxy, type ProxyElement } from '../proxy-element.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';

const HOST = String.raw`(?<host>\[[^\]]*\]|[^:@[\]]+)`;
const PORT = String.raw`(?<port>\d+)`;

/** How proxies are written without a scheme; user and password stand as they are, nothing is decoded. */
const FORMS: readonly RegExp[] = [
  new RegExp(`^${HOST}:${PORT}$`, 's'),
  new RegExp(`^${HOST}:${PORT}:(?<user>[^:]+):(?<password>.+)$`, 's'),
  new RegExp(`^(?<user>[^:]+):(?<password>.+):${HOST}:${PORT}$`, 's'),
  new RegExp(`^(?<user>[^:]+)(?::(?<password>.*))?@${HOST}:${PORT}$`, 's'),
  new RegExp(`^${HOST}:${PORT}@(?<user>[^:]+):(?<password>.+)$`, 's'),
];

/**
 * Reads `host:port`, `host:port:user:password`, `user:password:host:port`, `user:password@host:port` and
 * `host:port@user:password` as SOCKS5. Where several forms fit, only one of them may have a host with a dot in it.
 */
export function parsePaste(text: string): LinkResult {
  if (/\s/.test(text)) return refuse({ code: 'not-a-link' });
  const readings = FORMS.flatMap((form) => readForm(form, text));
  const distinct = [...new Map(readings.map((proxy) => [JSON.stringify(proxy), proxy])).values()];
  const likely = distinct.length > 1 ? distinct.filter(({ host }) => /[.:]/.test(host)) : distinct;
  const [proxy] = likely;
  if (proxy !== undefined && likely.length === 1) return accept(proxy, 'socks5');
  return refuse({ code: distinct.length > 1 ? 'ambiguous' : problemOf(text) });
}

function readForm(form: RegExp, text: string): ProxyElement[] {
  const { host = '', port, user = '', password = '' } = form.exec(text)?.groups ?? {};
  // A scheme in letters of another alphabet, or with one letter missing.
  if (user.includes('//')) return [];
  const proxy = createProxy('socks5', host, port, { username: user, password });
  return typeof proxy === 'string' ? [] : [proxy];
}

function problemOf(text: string): 'bad-host' | 'bad-port' | 'missing-port' | 'not-a-link' {
  const [, host, port] = /^(?:[^@]*@)?(\[[^\]]*\]|[^:[\]]+)(?::(\d+))?$/s.exec(text) ?? [];
  if (host === undefined || !/[.:]/.test(host)) return 'not-a-link';
  if (readHost(host) === undefined) return 'bad-host';
  if (port === undefined) return 'missing-port';
  return readPort(port) === undefined ? 'bad-port' : 'not-a-link';
}
