import { type Answer, decode } from 'dns-packet';
import type { IpFamily } from '../../model/address.ts';
import { type Failure, NetError } from '../../model/failure.ts';
import type { DnsAnswer } from '../../model/resolver.ts';
import { familyOf, normaliseIp } from '../ip.ts';
import { QUESTION_OFFSET, type Query } from './query.ts';

/** What a resolver said to one query. */
export interface Reply {
  /** TC: the whole answer did not fit, ask again over TCP. */
  readonly truncated: boolean;
  /** AA: the sender claims to own the name, which a public resolver does not. */
  readonly authoritative: boolean;
  /** Whether EDNS was answered with EDNS, as RFC 6891 §6.1.1 demands. */
  readonly edns: boolean;
  /** null where there are addresses. */
  readonly failure: Failure | null;
  /** In the order sent, each once. */
  readonly addresses: readonly string[];
  /** Seconds; the smallest on the way from the name to its addresses. */
  readonly ttl: number;
}

/** Longer messages are refused unread: no honest answer to A or AAAA comes near, and decoding stays cheap. */
export const MAX_MESSAGE_BYTES = 8192;
const MAX_ALIASES = 16;
const MAX_ADDRESSES = 64;
const MAX_TTL = 2 ** 31 - 1;
const MIN_RECORD_BYTES = 11;

const RCODES: readonly (Failure | null)[] = [
  null,
  'dns_server_misbehaving',
  'dns_servfail_error',
  'dns_nxdomain_error',
  'dns_server_misbehaving',
  'dns_refused_error',
];

/** Whether `message` is the reply to `query` and nothing else: QR bit, id, and the question byte for byte. */
export function mismatch(query: Query, message: Uint8Array): Failure | null {
  if (message.length < QUESTION_OFFSET + query.question.length) return 'dns_server_misbehaving';
  if (uint16(message, 0) !== query.id) return 'dns_reply_with_wrong_query_id';
  const isReply = (byte(message, 2) & 0x80) !== 0 && (byte(message, 2) & 0x78) === 0;
  const sameQuestion = query.question.every((expected, index) => {
    const received = byte(message, QUESTION_OFFSET + index);
    return received === expected || (!query.exactCase && lowerCase(received) === lowerCase(expected));
  });
  return isReply && uint16(message, 4) === 1 && sameQuestion ? null : 'dns_server_misbehaving';
}

/** Reads the reply to `query`. Throws NetError('resolve', …) for what is not its reply, or broken. */
export function readReply(query: Query, message: Uint8Array): Reply {
  const wrong = message.length > MAX_MESSAGE_BYTES ? 'dns_server_misbehaving' : mismatch(query, message);
  if (wrong !== null) throw new NetError('resolve', wrong);
  const { answers, edns } = decodeRecords(message);
  const { addresses, ttl } = follow(query, answers);
  const rcode = RCODES[byte(message, 3) & 0x0f];
  const failure = rcode === undefined ? 'dns_server_misbehaving' : rcode;
  return {
    truncated: (byte(message, 2) & 0x02) !== 0,
    authoritative: (byte(message, 2) & 0x04) !== 0,
    edns,
    failure: failure ?? (addresses.length === 0 ? 'dns_no_answer' : null),
    addresses: failure === null ? addresses : [],
    ttl,
  };
}

/** The reply as an answer; throws NetError('resolve', failure) where it is none. */
export function answerOf({ failure, addresses, ttl }: Reply): DnsAnswer {
  if (failure !== null) throw new NetError('resolve', failure);
  return { addresses, ttl };
}

function decodeRecords(message: Uint8Array): { answers: readonly Answer[]; edns: boolean } {
  const records = uint16(message, 6) + uint16(message, 8) + uint16(message, 10);
  if (records * MIN_RECORD_BYTES > message.length) throw new NetError('resolve', 'dns_server_misbehaving');
  try {
    const { answers = [], additionals = [] } = decode(Buffer.from(message));
    return { answers, edns: additionals.some(({ type }) => type === 'OPT') };
  } catch {
    throw new NetError('resolve', 'dns_server_misbehaving');
  }
}

/** From the name asked for along its aliases to the addresses; records of other names are nobody's. */
function follow(
  { name, family }: { name: string; family: IpFamily },
  answers: readonly Answer[],
): { addresses: string[]; ttl: number } {
  let owner = name;
  let ttl = MAX_TTL;
  for (let hop = 0; hop < MAX_ALIASES; hop += 1) {
    const records = answers.filter((record) => record.name.toLowerCase() === owner);
    const found = records.flatMap((record) => addressIn(record, family));
    if (found.length > 0) {
      const addresses = [...new Set(found.map((record) => record.address))].slice(0, MAX_ADDRESSES);
      return { addresses, ttl: Math.min(ttl, ...found.map((record) => record.ttl)) };
    }
    const alias = records.find((record) => record.type === 'CNAME');
    if (alias?.type !== 'CNAME') break;
    owner = alias.data.toLowerCase();
    ttl = Math.min(ttl, readTtl(alias.ttl));
  }
  return { addresses: [], ttl: 0 };
}

function addressIn(record: Answer, family: IpFamily): { address: string; ttl: number }[] {
  if (record.type !== (family === 4 ? 'A' : 'AAAA') || typeof record.data !== 'string') return [];
  if (familyOf(record.data) !== family) return [];
  return [{ address: normaliseIp(record.data) ?? record.data, ttl: readTtl(record.ttl) }];
}

/** RFC 2181 §8: a TTL with the top bit set counts as zero. */
function readTtl(ttl = 0): number {
  return ttl > MAX_TTL ? 0 : ttl;
}

const byte = (message: Uint8Array, offset: number) => message[offset] ?? 0;
const uint16 = (message: Uint8Array, offset: number) =>
  (byte(message, offset) << 8) | byte(message, offset + 1);
const lowerCase = (code: number) => (code >= 0x41 && code <= 0x5a ? code + 0x20 : code);
