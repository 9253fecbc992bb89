import { randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAPPED_ADDRESS = 0x0001;
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const IPV4 = 1;

/** A binding request of STUN (RFC 5389 §6), with a transaction of its own. */
export function bindingRequest(): Buffer {
  const request = Buffer.alloc(HEADER_BYTES);
  request.writeUInt16BE(BINDING_REQUEST, 0);
  request.writeUInt32BE(MAGIC_COOKIE, 4);
  randomBytes(12).copy(request, 8);
  return request;
}

/** The answer to one, which tells an IPv4 asker's address (as a plain MAPPED-ADDRESS, §15.1); null for anything else. */
export function answerBinding(request: Buffer, from: { address: string; port: number }): Buffer | null {
  const isRequest =
    request.length === HEADER_BYTES &&
    request.readUInt16BE(0) === BINDING_REQUEST &&
    request.readUInt32BE(4) === MAGIC_COOKIE;
  if (!isRequest || !isIPv4(from.address)) return null;
  const answer = Buffer.alloc(HEADER_BYTES + 12);
  request.copy(answer);
  answer.writeUInt16BE(BINDING_SUCCESS, 0);
  answer.writeUInt16BE(12, 2);
  answer.writeUInt16BE(MAPPED_ADDRESS, HEADER_BYTES);
  answer.writeUInt16BE(8, HEADER_BYTES + 2);
  answer.writeUInt8(IPV4, HEADER_BYTES + 5);
  answer.writeUInt16BE(from.port, HEADER_BYTES + 6);
  from.address.split('.').forEach((byte, index) => {
    answer.writeUInt8(Number(byte), HEADER_BYTES + 8 + index);
  });
  return answer;
}

/** Where a request came from, as its answer tells; null where that is no answer to it. */
export function mappedAddress(answer: Buffer, request: Buffer): string | null {
  const isAnswer =
    answer.length === HEADER_BYTES + 12 &&
    answer.readUInt16BE(0) === BINDING_SUCCESS &&
    answer.subarray(4, HEADER_BYTES).equals(request.subarray(4, HEADER_BYTES));
  return isAnswer ? [...answer.subarray(HEADER_BYTES + 8)].join('.') : null;
}
