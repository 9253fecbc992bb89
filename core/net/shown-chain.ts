import { createHash } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { ShownCertificate } from '../model/trace.ts';
import { certificateChain } from './certificate-chain.ts';

/** Certificates of a chain that are kept; true ones have two to four. */
const MOST = 5;
/** Larger ones are told by their hash alone. Bytes. */
const LARGEST = 6144;
const LONGEST_NAME = 128;

/** The chain a server shows, its own certificate first, each once, and the root where that is trusted. It proves nothing by itself. */
export function shownChain(socket: Pick<TLSSocket, 'getPeerCertificate'>): readonly ShownCertificate[] {
  return certificateChain(socket.getPeerCertificate(true), MOST).certificates.map(describe);
}

function describe({ subject, raw }: PeerCertificate): ShownCertificate {
  const named = subject?.CN ?? subject?.O ?? '';
  const name = Array.isArray(named) ? (named[0] ?? '') : named;
  return {
    name: name.replace(/\p{C}/gu, ' ').slice(0, LONGEST_NAME),
    sha256: createHash('sha256').update(raw).digest('hex'),
    data: raw.length > LARGEST ? '' : raw.toString('base64'),
  };
}
