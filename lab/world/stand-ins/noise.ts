import {
  createCipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
} from 'node:crypto';

/** "WA", protocol version 6, dictionary version 3: the prologue every WhatsApp connection starts with. */
const PROLOGUE = Buffer.from([0x57, 0x41, 6, 3]);
const PROTOCOL = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
const X25519_SPKI = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * WhatsApp's server side of the first exchange: reads prologue and client hello (a 3-byte length, then protobuf
 * `HandshakeMessage { clientHello = 2 { ephemeral = 1 } }`) and answers with a server hello made by the real
 * Noise XX arithmetic. `answer` is null while bytes are missing; it throws on anything that is not this dialogue.
 */
export function answerClientHello(received: Buffer): Buffer | null {
  const start = skipRoutingInfo(received);
  if (start === null) return null;
  const bytes = received.subarray(start);
  if (!PROLOGUE.subarray(0, bytes.length).equals(bytes.subarray(0, 4))) throw new Error('not the prologue');
  if (bytes.length < 7) return null;
  const length = bytes.readUIntBE(4, 3);
  if (length > 512) throw new Error('client hello too long');
  if (bytes.length < 7 + length) return null;
  const hello = field(bytes.subarray(7, 7 + length), 2);
  const ephemeral = hello && field(hello, 1);
  if (ephemeral?.length !== 32) throw new Error('no ephemeral key of 32 bytes');
  return serverHello(ephemeral);
}

/** An optional `"ED" 00 01 <3-byte length> <routing info>` comes before the prologue; null while it is incomplete. */
function skipRoutingInfo(bytes: Buffer): number | null {
  if (bytes[0] !== 0x45) return 0;
  if (bytes.length < 7) return null;
  const end = 7 + bytes.readUIntBE(4, 3);
  return bytes.length < end ? null : end;
}

function serverHello(clientEphemeral: Buffer): Buffer {
  let hash = sha256(PROTOCOL, PROLOGUE);
  let chain: Buffer = PROTOCOL;
  let key = Buffer.alloc(0);
  let counter = 0;
  const mixKey = (secret: Buffer): void => {
    const derived = Buffer.from(hkdfSync('sha256', secret, chain, Buffer.alloc(0), 64));
    chain = derived.subarray(0, 32);
    key = derived.subarray(32);
    counter = 0;
  };
  const encrypt = (plain: Buffer): Buffer => {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(counter++, 8);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(hash);
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    hash = sha256(hash, sealed);
    return sealed;
  };
  const peer = createPublicKey({
    key: Buffer.concat([X25519_SPKI, clientEphemeral]),
    format: 'der',
    type: 'spki',
  });
  const [ephemeral, fixed] = [keyPair(), keyPair()];
  hash = sha256(hash, clientEphemeral);
  hash = sha256(hash, ephemeral.raw);
  mixKey(diffieHellman({ privateKey: ephemeral.secret, publicKey: peer }));
  const sealedStatic = encrypt(fixed.raw);
  mixKey(diffieHellman({ privateKey: fixed.secret, publicKey: peer }));
  // WhatsApp's certificate chain is about this long; its signature cannot be had.
  const sealedPayload = encrypt(Buffer.alloc(230, 0x0a));
  const inner = Buffer.concat([pack(1, ephemeral.raw), pack(2, sealedStatic), pack(3, sealedPayload)]);
  return frame(pack(3, inner));
}

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('x25519', {
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
    publicKeyEncoding: { format: 'der', type: 'spki' },
  });
  return {
    secret: createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }),
    raw: publicKey.subarray(-32),
  };
}

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** Three bytes of length, then the message. */
export function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(3);
  head.writeUIntBE(message.length, 0, 3);
  return Buffer.concat([head, message]);
}

/** One length-delimited protobuf field. */
export function pack(number: number, value: Buffer): Buffer {
  const size = value.length < 128 ? [value.length] : [(value.length & 127) | 128, value.length >> 7];
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...size]), value]);
}

/** The first length-delimited field `number` of a protobuf message made of such fields alone, below 16 KiB. */
export function field(message: Buffer, number: number): Buffer | null {
  for (let at = 0; at + 1 < message.length; ) {
    const tag = message[at] ?? 0;
    if ((tag & 7) !== 2) return null;
    let length = message[at + 1] ?? 0;
    let start = at + 2;
    if (length > 127) length = (length & 127) | ((message[start++] ?? 0) << 7);
    if (tag >> 3 === number) return message.subarray(start, start + length);
    at = start + length;
  }
  return null;
}

/** A client's first flight over bare TCP, for the lab's own separate client. */
export function clientHello(): Buffer {
  return Buffer.concat([PROLOGUE, frame(pack(2, pack(1, keyPair().raw)))]);
}

/** Whether these bytes begin with a whole framed server hello. */
export function isServerHello(bytes: Buffer): boolean {
  if (bytes.length < 3 || bytes.length < 3 + bytes.readUIntBE(0, 3)) return false;
  const hello = field(bytes.subarray(3), 3);
  return hello !== null && field(hello, 1)?.length === 32;
}
