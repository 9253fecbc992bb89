import { ALERT_RECORD, HANDSHAKE_RECORD, RECORD_HEADER, readRecordHeader } from './records.ts';

const SERVER_HELLO = 2;
const ALERT_LENGTH = 2;

/** What a server's first bytes are. */
export type ServerHelloStart =
  | { readonly kind: 'need-more' }
  /** A ServerHello begins (a HelloRetryRequest is one too). */
  | { readonly kind: 'server-hello' }
  /** The server's own honest word about the hello, for example that it does not know the name; not a censor's. */
  | { readonly kind: 'alert'; readonly fatal: boolean; readonly code: number; readonly name: string }
  /** Not what a TLS server says: a block page, another protocol, noise. */
  | { readonly kind: 'other' };

/** The alerts that can answer a ClientHello (IANA's registry of TLS alerts). */
const ALERT_NAMES: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
  121: 'ech_required',
};

/** Judges the first bytes that came back for a ClientHello; six or seven are enough. Never throws. */
export function readServerHelloStart(bytes: Uint8Array): ServerHelloStart {
  const header = readRecordHeader(bytes, 0, [HANDSHAKE_RECORD, ALERT_RECORD]);
  if (header === 'need-more') return { kind: 'need-more' };
  if (header === 'not-tls') return { kind: 'other' };
  const [first, second] = bytes.subarray(RECORD_HEADER);
  if (header.type === HANDSHAKE_RECORD) {
    if (first === undefined) return { kind: 'need-more' };
    return { kind: first === SERVER_HELLO ? 'server-hello' : 'other' };
  }
  if (header.length !== ALERT_LENGTH || (first !== undefined && first !== 1 && first !== 2)) {
    return { kind: 'other' };
  }
  if (first === undefined || second === undefined) return { kind: 'need-more' };
  return { kind: 'alert', fatal: first === 2, code: second, name: ALERT_NAMES[second] ?? `alert_${second}` };
}
