import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import type { TlsSession } from '../model/trace.ts';
import { extraCertificates } from './trust.ts';

/** Longer chains are nobody's. */
const MOST = 8;

/** What a handshake came to, as OONI's df-006 tells it: call it once the certificate is trusted. */
export function sessionOf(
  socket: Pick<TLSSocket, 'getProtocol' | 'getCipher' | 'alpnProtocol'>,
  certificate: PeerCertificate,
  extra: readonly string[] = extraCertificates()?.certificates ?? [],
): TlsSession {
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher()?.standardName ?? '',
    alpn: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : '',
    certificates: shownBy(certificate, extra),
  };
}

/**
 * The chain without its root, which hosts do not send. Nothing of one that a root added on this computer vouches for: an
 * antivirus program or a company stands behind it, and writes names into it that are nobody's business.
 */
function shownBy(certificate: PeerCertificate, extra: readonly string[]): readonly string[] {
  const chain: string[] = [];
  for (let next: PeerCertificate | undefined = certificate; next?.raw !== undefined; ) {
    const der = next.raw.toString('base64');
    const issuer: PeerCertificate | undefined = isDetailed(next) ? next.issuerCertificate : undefined;
    const isRoot = issuer?.raw?.equals(next.raw) === true;
    if (isRoot) return isAdded(der, extra) ? [] : chain.slice(0, MOST);
    if (chain.length > MOST) break;
    chain.push(der);
    next = issuer;
  }
  return [];
}

function isDetailed(certificate: PeerCertificate): certificate is DetailedPeerCertificate {
  return 'issuerCertificate' in certificate;
}

function isAdded(der: string, extra: readonly string[]): boolean {
  return extra.some((pem) => new X509Certificate(pem).raw.toString('base64') === der);
}
