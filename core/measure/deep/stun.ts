import { NetError } from '../../model/failure.ts';

const HEADER = 20;
const COOKIE = 0x2112a442;
const TRANSACTION = 12;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const BINDING_ERROR = 0x0111;

/** A STUN binding request without attributes (RFC 8489 §5, §6.1). `transaction`: 12 unpredictable bytes. */
export function encodeBindingRequest(transaction: Uint8Array): Buffer {
  if (transaction.length !== TRANSACTION) throw new RangeError('a transaction has 12 bytes');
  const header = Buffer.alloc(HEADER - TRANSACTION);
  header.writeUInt16BE(BINDING_REQUEST, 0);
  header.writeUInt32BE(COOKIE, 4);
  return Buffer.concat([header, transaction]);
}

/**
 * Whether a datagram answers the request of that transaction. An error response is an answer too: who speaks STUN is there
 * (a TURN server may want credentials). What it says of the person's address is not read. Throws
 * NetError('dialogue', 'x_unexpected_answer') for what is no STUN message or another's.
 */
export function expectBindingAnswer(datagram: Uint8Array, transaction: Uint8Array): void {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  if (bytes.length < HEADER) throw unexpected();
  const type = bytes.readUInt16BE(0);
  const length = bytes.readUInt16BE(2);
  const isWhole = length % 4 === 0 && bytes.length === HEADER + length;
  const isOurs = bytes.readUInt32BE(4) === COOKIE && bytes.subarray(8, HEADER).equals(transaction);
  if (!isWhole || !isOurs || (type !== BINDING_SUCCESS && type !== BINDING_ERROR)) throw unexpected();
}

function unexpected(): NetError {
  return new NetError('dialogue', 'x_unexpected_answer');
}
