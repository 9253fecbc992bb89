import type { HostPort } from '../model/address.ts';
import { MALFORMED, NEED_MORE, type Parsed } from './parsed.ts';
import { readTarget } from './target.ts';

export const SOCKS4_VERSION = 4;
export const SOCKS4_CONNECT = 1;
const HEADER = 8;
/** A user id or a name may be this long, its closing zero not counted. */
const MAX_FIELD = 255;

export interface Socks4Request {
  readonly command: number;
  readonly target: HostPort | 'invalid';
}

/** SOCKS4 (Lee) and its 4a extension: an address 0.0.0.x announces a name behind the user id. */
export function readSocks4Request(bytes: Buffer): Parsed<Socks4Request> {
  const [version, command] = bytes;
  if (version !== undefined && version !== SOCKS4_VERSION) return MALFORMED;
  if (command === undefined || bytes.length < HEADER) return NEED_MORE;
  const port = bytes.readUInt16BE(2);
  const address = bytes.subarray(4, HEADER);
  const userId = readField(bytes, HEADER);
  if (userId.state !== 'parsed') return userId;
  if (address.readUInt32BE() === 0 || address.readUInt32BE() > 0xff) {
    const target = readTarget(address.join('.'), port) ?? 'invalid';
    return { state: 'parsed', value: { command, target }, length: userId.length };
  }
  const name = readField(bytes, userId.length);
  if (name.state !== 'parsed') return name;
  return {
    state: 'parsed',
    value: { command, target: readTarget(name.value, port) ?? 'invalid' },
    length: name.length,
  };
}

/** SOCKS4's reply: 90 granted, 91 rejected or failed. */
export function socks4Reply(granted: boolean): Uint8Array {
  return Uint8Array.of(0, granted ? 90 : 91, 0, 0, 0, 0, 0, 0);
}

/** A text that ends in a zero byte; `length` counts from the start of `bytes`. */
function readField(bytes: Buffer, start: number): Parsed<string> {
  const end = bytes.indexOf(0, start);
  if (end === -1) return bytes.length - start > MAX_FIELD ? MALFORMED : NEED_MORE;
  if (end - start > MAX_FIELD) return MALFORMED;
  return { state: 'parsed', value: bytes.toString('latin1', start, end), length: end + 1 };
}
