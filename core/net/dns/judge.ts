import ipaddr from 'ipaddr.js';
import type { ForgedAddresses } from '../../model/operators.ts';
import { createRangeSet, familyOf, normaliseIp } from '../ip.ts';

/**
 * `bogon`: no public name honestly has it. `block-page`: a censor's known page. `fake-ip`: another tunnelling
 * program on this computer answers in place of DNS, which is not censorship.
 */
export type AddressJudgement = 'plausible' | 'bogon' | 'block-page' | 'fake-ip';

export interface AddressJudge {
  judge(address: string): AddressJudgement;
  /** A bogon or a block page: an answer with it is a lie. */
  isForged(address: string): boolean;
}

/** RFC 6052 §2.1; the only prefix that is known without asking the network. */
const NAT64_PREFIX = '64:ff9b::';

/**
 * Judges the addresses of public names by resources/forged-addresses.json. A merely *different* address is
 * plausible: CDNs answer differently everywhere. Within v4-mapped and NAT64 addresses the IPv4 one is judged.
 * What is no address at all is a bogon.
 */
export function createAddressJudge({ bogons, fakeIps, blockPages }: ForgedAddresses): AddressJudge {
  const bogus = createRangeSet(bogons);
  const fake = createRangeSet(fakeIps);
  const pages = createRangeSet(Object.values(blockPages).flat());
  const judge = (address: string): AddressJudgement => {
    const judged = embedded(address) ?? normaliseIp(address);
    if (judged === undefined) return 'bogon';
    if (pages.has(judged)) return 'block-page';
    if (fake.has(judged)) return 'fake-ip';
    return bogus.has(judged) ? 'bogon' : 'plausible';
  };
  return {
    judge,
    isForged: (address) => ['bogon', 'block-page'].includes(judge(address)),
  };
}

/** The IPv4 address at the end of a NAT64 one (RFC 6052 §2.2, /96). */
function embedded(address: string): string | undefined {
  if (familyOf(address) !== 6) return undefined;
  const bytes = ipaddr.parse(address).toByteArray();
  const prefix = ipaddr.parse(NAT64_PREFIX).toByteArray().slice(0, 12);
  return prefix.every((byte, index) => byte === bytes[index]) ? bytes.slice(12).join('.') : undefined;
}
