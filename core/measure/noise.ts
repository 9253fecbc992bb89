import { NetError } from '../model/failure.ts';

/** Opens every connection to WhatsApp: `WA`, then protocol and dictionary version. */
const PROLOGUE = Uint8Array.of(0x57, 0x41, 0x06, 0x03);
const KEY_LENGTH = 32;
const LENGTH_PREFIX = 3;
/** A server hello is some 350 bytes: key, encrypted static key, certificate chain. */
const HELLO_LIMIT = 8 * 1024;
const CLIENT_HELLO_FIELD = 2;
const SERVER_HELLO_FIELD = 3;
const EPHEMERAL_FIELD = 1;
const LENGTH_DELIMITED = 2;

/**
 * The first flight of WhatsApp's Noise_XX_25519_AESGCM_SHA256 handshake: prologue, then a framed protobuf whose
 * client hello holds `ephemeral` (32 bytes; any are a valid X25519 key).
 */
export function encodeNoiseHello(ephemeral: Uint8Array): Buffer {
  const clientHello = protobufField(EPHEMERAL_FIELD, ephemeral);
  const message = protobufField(CLIENT_HELLO_FIELD, clientHello);
  const prefix = Buffer.alloc(LENGTH_PREFIX);
  prefix.writeUIntBE(message.length, 0, LENGTH_PREFIX);
  return Buffer.concat([PROLOGUE, prefix, message]);
}

/** Pulls bytes until a whole frame is there and checks that it is a server hello; else `x_unexpected_answer`. */
export async function expectNoiseServerHello(receive: () => Promise<Buffer>): Promise<void> {
  let received = await receive();
  for (;;) {
    const length = received.length < LENGTH_PREFIX ? 0 : received.readUIntBE(0, LENGTH_PREFIX);
    if (length > HELLO_LIMIT) throw new NetError('dialogue', 'x_unexpected_answer');
    const whole = LENGTH_PREFIX + length;
    if (received.length >= LENGTH_PREFIX && received.length >= whole) {
      if (isServerHello(received.subarray(LENGTH_PREFIX, whole))) return;
      throw new NetError('dialogue', 'x_unexpected_answer');
    }
    received = Buffer.concat([received, await receive()]);
  }
}

/** Whether a handshake message carries a server hello with an ephemeral key of the right length. Never throws. */
export function isServerHello(message: Uint8Array): boolean {
  const serverHello = findField(message, SERVER_HELLO_FIELD);
  return serverHello !== undefined && findField(serverHello, EPHEMERAL_FIELD)?.length === KEY_LENGTH;
}

function protobufField(field: number, value: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.of((field << 3) | LENGTH_DELIMITED, value.length), value]);
}

/** The first length-delimited field of that number; undefined when there is none or the message is broken. */
function findField(message: Uint8Array, field: number): Uint8Array | undefined {
  for (let at = 0; at < message.length; ) {
    const tag = readVarint(message, at);
    const length = tag && readVarint(message, tag.next);
    if (tag === undefined || length === undefined || (tag.value & 7) !== LENGTH_DELIMITED) return undefined;
    const end = length.next + length.value;
    if (end > message.length) return undefined;
    if (tag.value >> 3 === field) return message.subarray(length.next, end);
    at = end;
  }
  return undefined;
}

function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let index = 0; index < 4; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value |= (byte & 0x7f) << (7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return undefined;
}
