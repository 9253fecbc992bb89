import { readPins } from '../../net/certificate-pin.ts';

/** How links call the fingerprint of a server's certificate: Xray's standard, v2rayN's and Hysteria's, and ours. */
export const PIN_NAMES = ['pcs', 'pinsha256', 'pinnedpeercertsha256', 'pin'] as const;
/** How they ask not to check it. */
export const INSECURE_NAMES = ['allowinsecure', 'insecure', 'allow_insecure', 'skip-cert-verify'] as const;
const YES: ReadonlySet<string> = new Set(['1', 'true']);

/** How a link's server is known. */
interface KnownBy {
  /** The fingerprints of its certificate, in our own spelling. */
  readonly pin: string | undefined;
  /** Whether the link asks not to check it otherwise. */
  readonly isInsecure: boolean;
}

/** What a link's query says of how the server is known, or why such a link is refused: somebody must vouch for it. */
export function readKnownBy(query: ReadonlyMap<string, string>): KnownBy | 'insecure' | 'bad-pin' {
  const isInsecure = INSECURE_NAMES.some((name) => YES.has(query.get(name) ?? ''));
  const said = PIN_NAMES.map((name) => query.get(name) ?? '').filter((text) => text !== '');
  if (said.length === 0) return isInsecure ? 'insecure' : { pin: undefined, isInsecure };
  const pins = readPins(said.join(','));
  return pins === undefined ? 'bad-pin' : { pin: pins.join(','), isInsecure };
}
