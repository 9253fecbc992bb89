import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { isIp, normaliseIp } from '../net/ip.ts';

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * One spelling per host, or undefined where it is none: an address by RFC 5952 (IPv6 comes in brackets and leaves
 * without; zones are refused), a name in lower case, other scripts as punycode (UTS 46). Short, octal and
 * hexadecimal forms of IPv4 are refused, since programs disagree on what they mean.
 */
export function readHost(text: string): string | undefined {
  const bracketed = /^\[([^\]%]*)\]$/.exec(text)?.[1];
  if (bracketed !== undefined) return isIPv6(bracketed) ? normaliseIp(bracketed) : undefined;
  if (text.includes(':')) return undefined;
  if (isIp(text)) return text;
  const name = isAscii(text) ? text.toLowerCase() : domainToASCII(text);
  const labels = name.replace(/\.$/, '').split('.');
  const isName = labels.every((label) => LABEL.test(label)) && !isNumber(labels.at(-1) ?? '');
  const host = labels.join('.');
  return isName && host.length <= 253 ? host : undefined;
}

/** A port in decimal digits, 1–65535; undefined where it is none. */
export function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : undefined;
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** What the URL standard would read as the end of an IPv4 address. */
function isNumber(label: string): boolean {
  return /^(?:\d+|0x[0-9a-f]*)$/.test(label);
}
