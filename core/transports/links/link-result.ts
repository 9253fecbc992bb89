import type { Expression, ExpressionErrorCode } from '../expression.ts';
import type { ProxyElement, ProxyProblem } from '../proxy-element.ts';

type LinkErrorCode =
  /** A kind of server we know of and cannot use yet: `scheme` names it. */
  | 'unsupported-scheme'
  /** A kind we have never heard of: `scheme` names it. */
  | 'unknown-scheme'
  /** The address of a web page. */
  | 'web-page'
  /** Neither a link nor an address with a port. */
  | 'not-a-link'
  /** More than one. */
  | 'several-links'
  /** It can be read as two different servers: `scheme://user:password@host:port` would be clear. */
  | 'ambiguous'
  /** Shadowsocks with a cipher we do not know, or one that anybody can alter. */
  | 'unsupported-cipher'
  /** Nothing would be encrypted on the way to the server. */
  | 'unencrypted'
  /** Asks not to check the server's certificate. */
  | 'insecure'
  /** Carries a fingerprint of the server's certificate that is none. */
  | 'bad-pin'
  /** Knows its server by the fingerprint of its certificate, which the program that is needed for it cannot check. */
  | 'unsupported-pin'
  /** Asks for something we would have to leave out, which might matter. */
  | 'unsupported-option'
  | ExpressionErrorCode;

/** Why a text is no link we can use; holds no secret and no address. */
export interface LinkError {
  readonly code: LinkErrorCode;
  /** With `unsupported-scheme` and `unknown-scheme`. */
  readonly scheme?: string;
  /** With an expression's error: the element at fault, counted from 0. */
  readonly at?: number;
}

/** What was not said and is taken to be so; to be shown to the person. */
export type LinkAssumption =
  /** The kind of server was not given. */
  | 'socks5'
  /** SOCKS4 was asked for; names will go to the server, as SOCKS4a does. */
  | 'socks4a'
  /** The port was not given. */
  | 'port-1080'
  | 'port-22'
  /** User and password were base64 (as v2rayN writes them). */
  | 'encoded-credentials';

export type LinkResult =
  | { readonly ok: true; readonly expression: Expression; readonly assumed: readonly LinkAssumption[] }
  | { readonly ok: false; readonly error: LinkError };

/** A link to one server, reached through the system's resolver; a problem with that server is the link's error. */
export function accept(proxy: ProxyElement | ProxyProblem, ...assumed: LinkAssumption[]): LinkResult {
  if (typeof proxy === 'string') return refuse({ code: proxy });
  return { ok: true, expression: { resolver: 'system', hops: [proxy] }, assumed };
}

/** No link we can use, and why; the error must hold no secret and no address. */
export function refuse(error: LinkError): LinkResult {
  return { ok: false, error };
}
