import { createHash } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { ShownCertificate } from '../model/trace.ts';

/** Certificates of a chain that are kept; true ones have two to four. */
const MOST = 5;
/** Larger ones are told by their hash alone. Bytes. */
const LARGEST = 6144;
const LONGEST_NAME = 128;

/** The chain a server shows, its own certificate first, each once, and the root where that is trusted. It proves nothing by itself. */
export function shownChain(socket: Pick<TLSSocket, 'getPeerCertificate'>): readonly ShownCertificate[] {
  const chain: ShownCertificate[] = [];
  const seen = new Set<string>();
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // Nothing but an empty object where none was shown; a root is its own issuer.
  while (certificate?.raw !== undefined && chain.length < MOST) {
    const shown = describe(certificate);
    if (seen.has(shown.sha256)) break;
    seen.add(shown.sha256);
    chain.push(shown);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

function describe({ subject, raw }: DetailedPeerCertificate): ShownCertificate {
  const named = subject?.CN ?? subject?.O ?? '';
  const name = Array.isArray(named) ? (named[0] ?? '') : named;
  return {
    name: name.replace(/\p{C}/gu, ' ').slice(0, LONGEST_NAME),
    sha256: createHash('sha256').update(raw).digest('hex'),
    data: raw.length > LARGEST ? '' : raw.toString('base64'),
  };
}
