import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

/** RFC 9000 §15. */
export const QUIC_V1 = 1;
/** RFC 9001 §5.2. */
const SALT = Buffer.from('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', 'hex');
const TAG = 16;
const NUMBER_LENGTH = 4;
const SAMPLE = 16;

/** What protects one side's Initial packets: AES-128-GCM and AES-128-ECB for the header. */
export interface InitialKeys {
  readonly key: Buffer;
  readonly iv: Buffer;
  readonly headerKey: Buffer;
}

/** Keys of both sides, of the destination's connection ID that the client made up (RFC 9001 §5.2). Anybody on the path has them, too. */
export function initialKeys(destination: Uint8Array): {
  readonly client: InitialKeys;
  readonly server: InitialKeys;
} {
  const secret = createHmac('sha256', SALT).update(destination).digest();
  const of = (side: string): InitialKeys => {
    const own = expandLabel(secret, side, 32);
    return {
      key: expandLabel(own, 'quic key', 16),
      iv: expandLabel(own, 'quic iv', 12),
      headerKey: expandLabel(own, 'quic hp', 16),
    };
  };
  return { client: of('client in'), server: of('server in') };
}

/** HKDF-Expand-Label (RFC 8446 §7.1) with an empty context, of at most one block of SHA-256. */
function expandLabel(secret: Uint8Array, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`, 'latin1');
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])]);
  return createHmac('sha256', secret).update(info).digest().subarray(0, length);
}

/** Protects a client's Initial of packet number 0 (RFC 9001 §5.3, §5.4). `header` ends before the length field. */
export function sealInitial(header: Uint8Array, frames: Uint8Array, keys: InitialKeys): Buffer {
  const length = varint(NUMBER_LENGTH + frames.length + TAG);
  const number = Buffer.alloc(NUMBER_LENGTH);
  const associated = Buffer.concat([header, length, number]);
  const cipher = createCipheriv('aes-128-gcm', keys.key, keys.iv).setAAD(associated);
  const sealed = Buffer.concat([cipher.update(frames), cipher.final(), cipher.getAuthTag()]);
  const packet = Buffer.concat([associated, sealed]);
  mask(packet, associated.length - NUMBER_LENGTH, keys, () => NUMBER_LENGTH);
  return packet;
}

/** Opens one protected Initial; `numberAt` is where its packet number begins, `end` where it ends. Null where it is not sealed with these keys. */
export function openInitial(
  packet: Uint8Array,
  numberAt: number,
  end: number,
  keys: InitialKeys,
): Buffer | null {
  if (end > packet.length || numberAt + NUMBER_LENGTH + SAMPLE > end) return null;
  const bytes = Buffer.from(packet.subarray(0, end));
  const length = mask(bytes, numberAt, keys, (first) => (first & 0x03) + 1);
  const nonce = Buffer.from(keys.iv);
  for (let index = 0; index < length; index += 1) {
    const at = nonce.length - length + index;
    nonce.writeUInt8(nonce.readUInt8(at) ^ bytes.readUInt8(numberAt + index), at);
  }
  const decipher = createDecipheriv('aes-128-gcm', keys.key, nonce).setAAD(
    bytes.subarray(0, numberAt + length),
  );
  try {
    const plain = decipher
      .setAuthTag(bytes.subarray(end - TAG))
      .update(bytes.subarray(numberAt + length, end - TAG));
    decipher.final();
    return plain;
  } catch {
    return null;
  }
}

/** Puts header protection on or takes it off, in place; returns how long the packet number is. `lengthOf` is told the first byte as it then is. */
function mask(
  packet: Buffer,
  numberAt: number,
  { headerKey }: InitialKeys,
  lengthOf: (first: number) => number,
): number {
  const sample = packet.subarray(numberAt + 4, numberAt + 4 + SAMPLE);
  const pattern = createCipheriv('aes-128-ecb', headerKey, null).update(sample);
  packet.writeUInt8(packet.readUInt8(0) ^ (pattern.readUInt8(0) & 0x0f), 0);
  const length = lengthOf(packet.readUInt8(0));
  for (let index = 0; index < length; index += 1) {
    packet.writeUInt8(packet.readUInt8(numberAt + index) ^ pattern.readUInt8(1 + index), numberAt + index);
  }
  return length;
}

/** A variable-length integer of two bytes (RFC 9000 §16), below 16384. */
export function varint(value: number): Buffer {
  if (value >= 0x4000) throw new RangeError('more than two bytes hold');
  return Buffer.from([0x40 | (value >> 8), value & 0xff]);
}
