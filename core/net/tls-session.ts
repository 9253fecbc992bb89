import { X509Certificate } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { TlsSession } from '../model/trace.ts';
import { certificateChain } from './certificate-chain.ts';
import { extraCertificates } from './trust.ts';

/** Longer chains, their root included, are nobody's. */
const MOST = 9;

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
  const { certificates, endsInRoot } = certificateChain(certificate, MOST);
  const chain = certificates.map(({ raw }) => raw.toString('base64'));
  const root = chain.pop();
  return !endsInRoot || root === undefined || isAdded(root, extra) ? [] : chain;
}

function isAdded(der: string, extra: readonly string[]): boolean {
  return extra.some((pem) => new X509Certificate(pem).raw.toString('base64') === der);
}
