import { encode, RECURSION_DESIRED } from 'dns-packet';
import type { IpFamily } from '../../model/address.ts';
import { NetError } from '../../model/failure.ts';
import type { Random } from '../../model/time.ts';

/** One question for one family, ready to be sent. */
export interface Query {
  readonly id: number;
  /** As asked for, in lower case and without the trailing dot. */
  readonly name: string;
  readonly family: IpFamily;
  /** Whether the reply must repeat the name in the very case it was asked in. */
  readonly exactCase: boolean;
  /** The message; the question section stands at `QUESTION_OFFSET`. */
  readonly bytes: Uint8Array;
  readonly question: Uint8Array;
}

export interface QueryOptions {
  readonly random: Random;
  /**
   * `clear`: the name goes out in mixed case, which a blind forger would have to guess
   * (draft-vixie-dnsext-dns0x20). `encrypted`: padded to hide which name it is (RFC 8467).
   */
  readonly channel: 'clear' | 'encrypted';
}

export const QUESTION_OFFSET = 12;
/** What fits into every path without IP fragments (DNS flag day 2020). */
const UDP_PAYLOAD = 1232;
const PADDING_BLOCK = 128;
const PADDING_HEADER = 4;
const TYPE_AND_CLASS = 4;
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/;

/** Asks for the addresses of `name`. Throws `dns_non_recoverable_failure` for what cannot be a host name. */
export function buildQuery(name: string, family: IpFamily, { random, channel }: QueryOptions): Query {
  const plain = name.toLowerCase().replace(/\.$/, '');
  if (!HOST_NAME.test(plain)) throw new NetError('resolve', 'dns_non_recoverable_failure');
  const [high = 0, low = 0] = random.bytes(2);
  const id = (high << 8) | low;
  const asked = channel === 'clear' ? mixCase(plain, random) : plain;
  const bare = message(id, asked, family);
  const bytes =
    channel === 'clear'
      ? bare
      : message(id, asked, family, (2 * PADDING_BLOCK - bare.length - PADDING_HEADER) % PADDING_BLOCK);
  const questionLength = plain.length + 2 + TYPE_AND_CLASS;
  return {
    id,
    name: plain,
    family,
    exactCase: channel === 'clear',
    bytes,
    question: bytes.subarray(QUESTION_OFFSET, QUESTION_OFFSET + questionLength),
  };
}

function message(id: number, name: string, family: IpFamily, padding?: number): Uint8Array {
  return encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ type: family === 4 ? 'A' : 'AAAA', name }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_PAYLOAD,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: padding === undefined ? [] : [{ code: 12, length: padding }],
      },
    ],
  });
}

function mixCase(name: string, random: Random): string {
  const coins = random.bytes(name.length);
  return name.replace(/[a-z]/g, (letter, index: number) =>
    (coins[index] ?? 0) & 1 ? letter.toUpperCase() : letter,
  );
}
