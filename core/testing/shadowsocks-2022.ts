import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { blake3 } from '@noble/hashes/blake3.js';
import { startServer, type TestServer } from './servers.ts';

/** How a server strays from SIP022. */
export interface Straying {
  /** Seconds its clock is ahead. */
  readonly ahead?: number;
  /** Answers by another request's salt. */
  readonly isMisdirected?: boolean;
  /** Answers with the type of a request. */
  readonly isRequest?: boolean;
  /** Ends within the first chunk of an answer. */
  readonly isCut?: boolean;
  /** The salt of every answer. */
  readonly salt?: Buffer;
}

export interface Request {
  readonly host: string;
  readonly port: number;
  readonly padding: number;
  /** Bytes of payload in the header. */
  readonly payload: number;
  readonly secondsOff: number;
}

/**
 * A Shadowsocks server for one AES-GCM method of SIP022, written from its text alone and with none of the code it tests, so
 * that both would have to misread it alike. Hangs up on what it must refuse. `requests` is what it was asked for.
 */
export async function startShadowsocks2022(
  psk: Buffer,
  straying: Straying = {},
): Promise<TestServer & { readonly requests: Request[] }> {
  const requests: Request[] = [];
  const used = new Set<string>();
  const server = await startServer((client) => {
    client.on('error', () => undefined);
    serve(client, psk, straying, used, requests).catch(() => client.destroy());
  });
  return { ...server, requests };
}

async function serve(
  client: Socket,
  psk: Buffer,
  straying: Straying,
  used: Set<string>,
  requests: Request[],
): Promise<void> {
  const take = reader(client);
  const salt = await take(psk.length);
  const open = aead(psk, salt, 'open');
  const box = async (length: number) => open(await take(length + 16));
  const fixed = await box(11);
  const secondsOff = Number(fixed.readBigInt64BE(1)) - Math.floor(Date.now() / 1000);
  const isReplay = used.has(salt.toString('hex'));
  used.add(salt.toString('hex'));
  if (fixed[0] !== 0 || Math.abs(secondsOff) > 30 || isReplay) throw new Error('refused');
  const variable = await box(fixed.readUInt16BE(9));
  const { host, at } = readHost(variable);
  const port = variable.readUInt16BE(at);
  const padding = variable.readUInt16BE(at + 2);
  const payload = variable.subarray(at + 4 + padding);
  if (padding > 900 || (padding === 0 && payload.length === 0))
    throw new Error('neither payload nor padding');
  requests.push({ host, port, padding, payload: payload.length, secondsOff });

  const target = connect({ host, port, allowHalfOpen: true });
  target.on('error', () => client.destroy());
  client.once('close', () => target.destroy());
  target.write(payload);
  answer(client, target, psk, salt, straying);
  for (;;) {
    const length = await box(2).catch(() => undefined);
    if (length === undefined) break;
    target.write(await box(length.readUInt16BE(0)));
  }
  target.end();
}

function answer(client: Socket, target: Socket, psk: Buffer, asked: Buffer, straying: Straying): void {
  const { ahead = 0, isMisdirected, isRequest, isCut, salt = randomBytes(psk.length) } = straying;
  const seal = aead(psk, salt, 'seal');
  let isBegun = false;
  target.on('data', (data: Buffer) => {
    for (let at = 0; at < data.length; at += 0xffff) {
      const piece = data.subarray(at, at + 0xffff);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(piece.length);
      const head = Buffer.alloc(9);
      head.writeUInt8(isRequest ? 0 : 1);
      head.writeBigInt64BE(BigInt(Math.floor(Date.now() / 1000) + ahead), 1);
      const echoed = isMisdirected ? randomBytes(psk.length) : asked;
      const parts = isBegun ? [seal(length)] : [salt, seal(Buffer.concat([head, echoed, length]))];
      isBegun = true;
      const answered = Buffer.concat([...parts, seal(piece)]);
      if (isCut) client.end(answered.subarray(0, -1));
      else client.write(answered);
    }
  });
  target.once('end', () => client.end());
}

/** Seals or opens with the session's key, the nonce counting up. */
function aead(psk: Buffer, salt: Buffer, way: 'seal' | 'open'): (bytes: Buffer) => Buffer {
  const context = new TextEncoder().encode('shadowsocks 2022 session subkey');
  const key = blake3(Buffer.concat([psk, salt]), { context, dkLen: psk.length });
  const cipher = psk.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
  let count = 0n;
  return (bytes) => {
    const nonce = Buffer.alloc(12);
    nonce.writeBigUInt64LE(count);
    count += 1n;
    if (way === 'seal') {
      const sealing = createCipheriv(cipher, key, nonce);
      return Buffer.concat([sealing.update(bytes), sealing.final(), sealing.getAuthTag()]);
    }
    const opening = createDecipheriv(cipher, key, nonce);
    opening.setAuthTag(bytes.subarray(bytes.length - 16));
    return Buffer.concat([opening.update(bytes.subarray(0, bytes.length - 16)), opening.final()]);
  };
}

/** The address of SOCKS5, and where the port behind it begins. */
function readHost(bytes: Buffer): { host: string; at: number } {
  if (bytes[0] === 1) return { host: bytes.subarray(1, 5).join('.'), at: 5 };
  if (bytes[0] !== 3) throw new Error('no address this server knows');
  const at = 2 + bytes.readUInt8(1);
  return { host: bytes.toString('latin1', 2, at), at };
}

/** Takes exactly so many bytes; rejects when the stream ends before. */
function reader(stream: Socket): (length: number) => Promise<Buffer> {
  // What it says may end before what it is told.
  const pieces = stream.iterator({ destroyOnReturn: false });
  let held = Buffer.alloc(0);
  return async (length) => {
    while (held.length < length) {
      const next = await pieces.next();
      if (next.done || !(next.value instanceof Buffer)) throw new Error('ended');
      held = Buffer.concat([held, next.value]);
    }
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
}
