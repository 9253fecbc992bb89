import { createHash, X509Certificate } from 'node:crypto';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';

/**
 * What a server is known by in place of a certificate that others vouch for: SHA-256 over the DER of its own certificate, or of
 * the authority's that issued it; hexadecimal in lower case, each once, in order.
 */
export type CertificatePins = readonly string[];

/** A server has one certificate, and one more while it changes. */
const MOST_PINS = 4;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/**
 * Reads fingerprints as certificates' are written: hexadecimal, with `:` or `-` between the bytes or without, several joined by `,`
 * or by `~` (Xray's `pinnedPeerCertSha256`). Undefined where one of them is none, or there are none or more than 4.
 */
export function readPins(text: string): CertificatePins | undefined {
  const pins = text
    .split(/[,~]/)
    .map((pin) => pin.replace(/[\s:-]/g, '').toLowerCase())
    .filter((pin) => pin !== '');
  const isWhole = pins.every((pin) => /^[0-9a-f]{64}$/.test(pin));
  return isWhole && pins.length > 0 && pins.length <= MOST_PINS ? [...new Set(pins)].sort() : undefined;
}

/**
 * Whether the chain a server showed is one of the pinned: its own certificate is, whatever stands in that; or an authority's is,
 * and that issued the server's own for this name, valid now. As Xray and mihomo do, but through one authority alone: a longer
 * chain is none of ours to judge. `now` in milliseconds since the Unix epoch.
 */
export function isPinned(
  [own, ...others]: readonly PeerCertificate[],
  pins: CertificatePins,
  name: string,
  now: number,
): boolean {
  if (own === undefined) return false;
  if (pins.includes(fingerprint(own))) return true;
  const authority = others.find((other) => pins.includes(fingerprint(other)));
  return (
    authority !== undefined && isIssuedBy(own, authority, now) && checkServerIdentity(name, own) === undefined
  );
}

function fingerprint({ raw }: PeerCertificate): string {
  return createHash('sha256').update(raw).digest('hex');
}

function isIssuedBy(own: PeerCertificate, authority: PeerCertificate, now: number): boolean {
  const [leaf, issuer] = [new X509Certificate(own.raw), new X509Certificate(authority.raw)];
  const isNow = [leaf, issuer].every(
    ({ validFrom, validTo }) => Date.parse(validFrom) <= now && now <= Date.parse(validTo),
  );
  // Node gives the extended key usage by this name; without any, a certificate is good for servers too (RFC 5280 §4.2.1.12).
  const usages: readonly string[] | undefined = leaf.keyUsage;
  const isForServers = usages === undefined || usages.includes(SERVER_AUTH);
  return issuer.ca && isNow && isForServers && leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey);
}
