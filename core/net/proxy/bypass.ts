import ipaddr from 'ipaddr.js';
import type { HostPort } from '../../model/address.ts';
import { isIp, isPrivate } from '../ip.ts';

/** A list that somebody wrote by hand is shorter, and each of its patterns too. */
const MOST_PATTERNS = 512;
const LONGEST_PATTERN = 255;

/**
 * Whether a target goes past a network's own proxy: this computer itself and private addresses always, and what the list
 * names. It is read as systems write it: `a.example`, `.below.example`, `*.below.example`, `10.*`, `10.0.0.0/8`,
 * `169.254/16`, `host:8080`, `<local>` (names without a dot), `*` (everything).
 */
export function isBypassed(patterns: readonly string[], { host, port }: HostPort): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost') || isPrivate(name)) return true;
  return patterns.slice(0, MOST_PATTERNS).some((pattern) => matches(pattern, name, port));
}

function matches(written: string, name: string, port: number): boolean {
  const pattern = written
    .trim()
    .toLowerCase()
    .replace(/^\w+:\/\//, '');
  if (pattern === '' || pattern.length > LONGEST_PATTERN) return false;
  if (pattern === '<local>') return !isIp(name) && !name.includes('.');
  if (pattern.includes('/')) return isIp(name) && isInBlock(pattern, name);
  const [, before, after] = /^(\[.+\]|[^:]+):(\d{1,5})$/.exec(pattern) ?? [];
  if (before !== undefined) return Number(after) === port && isNamed(before, name);
  return isNamed(pattern, name);
}

function isNamed(pattern: string, name: string): boolean {
  const bare = pattern.replace(/^\[(.+)\]$/, '$1');
  if (isIp(name)) return bare.includes('*') ? isLike(bare, name) : isSameAddress(bare, name);
  if (bare.startsWith('.')) return name === bare.slice(1) || name.endsWith(bare);
  return bare.includes('*') ? isLike(bare, name) : bare === name;
}

function isSameAddress(one: string, other: string): boolean {
  return isIp(one) && ipaddr.process(one).toString() === ipaddr.process(other).toString();
}

/** A star stands for any characters, none as well. Each part is looked for once, so that no pattern takes long. */
function isLike(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

/** macOS writes `169.254/16`, without the zeros. */
function isInBlock(pattern: string, address: string): boolean {
  const [network = '', bits = ''] = pattern.split('/');
  const full = /^\d+(?:\.\d+){0,2}$/.test(network)
    ? [...network.split('.'), '0', '0', '0'].slice(0, 4).join('.')
    : network;
  if (!isIp(full) || !/^\d{1,3}$/.test(bits)) return false;
  const [block, target] = [ipaddr.parse(full), ipaddr.process(address)];
  const isWhole = Number(bits) <= (block.kind() === 'ipv4' ? 32 : 128);
  return isWhole && block.kind() === target.kind() && target.match(block, Number(bits));
}
