import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

export interface ExtraCertificates {
  /** What NODE_EXTRA_CA_CERTS names. */
  readonly file: string;
  /** PEM each; empty where the file cannot be read or holds none. */
  readonly certificates: readonly string[];
}

export interface TrustOptions {
  /** PEM of the root that Signal runs for its own servers. */
  readonly signal?: string;
  /** Those in force unless given; null for none. */
  readonly extra?: ExtraCertificates | null;
}

const inForce = readExtraCertificates(process.env.NODE_EXTRA_CA_CERTS);
const known = new Map<string, readonly string[]>();

/** Certificates trusted beside the bundled ones, and the file they come from; a shell announces them at its start. */
export function extraCertificates(): ExtraCertificates | undefined {
  return inForce;
}

/** Reads what NODE_EXTRA_CA_CERTS names; undefined where it names nothing. */
export function readExtraCertificates(file: string | undefined): ExtraCertificates | undefined {
  if (file === undefined || file === '') return undefined;
  try {
    return { file, certificates: pemBlocks(readFileSync(file, 'utf8')) };
  } catch {
    return { file, certificates: [] };
  }
}

/**
 * The PEMs we trust: Mozilla's roots as bundled with Node, never the operating system's store, whatever
 * `--use-system-ca` says, since that is where state roots get installed. The same options give the same array.
 */
export function trustedRoots({ signal, extra = inForce }: TrustOptions = {}): readonly string[] {
  const added = [...(extra?.certificates ?? []), ...(signal === undefined ? [] : pemBlocks(signal))];
  const key = added.join('');
  const roots = known.get(key) ?? Object.freeze([...rootCertificates, ...added]);
  known.set(key, roots);
  return roots;
}

function pemBlocks(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
