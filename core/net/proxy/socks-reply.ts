import type { ProxyFailure } from '../../model/failure.ts';
import { socks4Failure, socks5Failure } from './failure.ts';

/** What a SOCKS server's bytes so far mean, and what it would mean if it hung up now. */
export interface SocksReading {
  /** Null while nothing is wrong. */
  readonly failure: ProxyFailure | null;
  readonly ifEnded: ProxyFailure;
}

const NO_ACCEPTABLE_METHOD = 0xff;
const NO_AUTHENTICATION = 0x00;
const USER_PASSWORD = 0x02;
/** Of the address in a reply: IPv4, domain name, IPv6. */
const ADDRESS_TYPES = [0x01, 0x03, 0x04];

/** Reads all a SOCKS5 server has sent (RFC 1928 §§3, 6; RFC 1929 §2). */
export function readSocks5(bytes: Buffer, passwordOffered: boolean): SocksReading {
  const [version, method, , authStatus] = bytes;
  if (version !== undefined && version !== 5) return failed('x_proxy_not_a_proxy');
  if (method === undefined) return fine('x_proxy_not_a_proxy');
  if (method === NO_ACCEPTABLE_METHOD) return failed('x_proxy_bad_credentials');
  if (method === NO_AUTHENTICATION) return readSocks5Reply(bytes.subarray(2));
  if (method !== USER_PASSWORD) return failed('x_proxy_not_a_proxy');
  if (!passwordOffered) return failed('x_proxy_bad_credentials');
  // Hanging up instead of saying "no" is how many servers refuse a password.
  if (authStatus === undefined) return fine('x_proxy_bad_credentials');
  return authStatus === 0 ? readSocks5Reply(bytes.subarray(4)) : failed('x_proxy_bad_credentials');
}

function readSocks5Reply([version, reply, , addressType]: Buffer): SocksReading {
  if (version !== undefined && version !== 5) return failed('x_proxy_not_a_proxy');
  const failure = reply === undefined ? null : socks5Failure(reply);
  if (failure !== null) return failed(failure);
  if (addressType !== undefined && !ADDRESS_TYPES.includes(addressType)) return failed('x_proxy_not_a_proxy');
  return fine('x_proxy_far_end_failed');
}

/** Reads all a SOCKS4 server has sent: a zero, then the result code. */
export function readSocks4([version, reply]: Buffer): SocksReading {
  if (version !== undefined && version !== 0) return failed('x_proxy_not_a_proxy');
  if (reply === undefined) return fine('x_proxy_not_a_proxy');
  const failure = socks4Failure(reply);
  return failure === null ? fine('x_proxy_far_end_failed') : failed(failure);
}

function fine(ifEnded: ProxyFailure): SocksReading {
  return { failure: null, ifEnded };
}

function failed(failure: ProxyFailure): SocksReading {
  return { failure, ifEnded: failure };
}
