import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';

/** What stands in a chain, and whether its last one is a root, which hosts do not send. */
export interface CertificateChain {
  /** The host's own first, each once. */
  readonly certificates: readonly PeerCertificate[];
  readonly endsInRoot: boolean;
}

/** Follows a certificate to whoever vouches for it, `most` certificates at the most. Proves nothing by itself. */
export function certificateChain(certificate: PeerCertificate, most: number): CertificateChain {
  const certificates: PeerCertificate[] = [];
  let next: PeerCertificate | undefined = certificate;
  // Nothing but an empty object where none was shown.
  while (next?.raw !== undefined && certificates.length < most) {
    const { raw }: PeerCertificate = next;
    if (certificates.some((other) => other.raw.equals(raw))) break;
    certificates.push(next);
    const issuer: PeerCertificate | undefined = isDetailed(next) ? next.issuerCertificate : undefined;
    if (issuer?.raw?.equals(raw)) return { certificates, endsInRoot: true };
    next = issuer;
  }
  return { certificates, endsInRoot: false };
}

function isDetailed(certificate: PeerCertificate): certificate is DetailedPeerCertificate {
  return 'issuerCertificate' in certificate;
}
