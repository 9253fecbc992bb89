import type { HostPort } from '../model/address.ts';
import { isLoopback, isPrivate, normaliseIp } from '../net/ip.ts';

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/**
 * Ports whose connections are TLS from the first client byte, so that waiting for a ClientHello delays nobody:
 * HTTPS and the alternatives that CDNs offer. Not 5222 (WhatsApp speaks Noise there, others XMPP).
 */
const TLS_PORTS: ReadonlySet<number> = new Set([443, 2053, 2083, 2087, 2096, 8443]);

/** Whether a ClientHello may be waited for on this port. An expectation by number: the bytes may still be something else. */
export function isTlsPort(port: number): boolean {
  return TLS_PORTS.has(port);
}

/**
 * The one spelling of a target that a client asked for: lower-case name without the root's dot, or RFC 5952.
 * Undefined where it is neither a name of letters, digits, `-` and `_`, nor an address, or the port is not 1–65535.
 */
export function readTarget(host: string, port: number): HostPort | undefined {
  if (!Number.isInteger(port) || port < 1 || port > 65535) return undefined;
  const address = normaliseIp(host);
  if (address !== undefined) return { host: address, port };
  const name = host.toLowerCase().replace(/\.$/, '');
  // What ends in digits is an IPv4 address in a spelling that resolvers disagree on (WHATWG URL §3.5).
  if (!NAME.test(name) || /(^|\.)(\d+|0x[0-9a-f]*)$/.test(name)) return undefined;
  return { host: name, port };
}

/** Whether a target is this computer or its own network: never to be asked of somebody's server. */
export function isNear({ host }: HostPort): boolean {
  return isPrivate(host) || isLocalName(host);
}

/** Whether connecting would come back to our own port. */
export function isOurselves({ host, port }: HostPort, ownPort: number): boolean {
  return port === ownPort && (isLoopback(host) || host === '0.0.0.0' || host === '::' || isLocalName(host));
}

function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
