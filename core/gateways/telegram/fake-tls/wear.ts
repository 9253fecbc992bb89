import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { NetError } from '../../../model/failure.ts';
import type { Clock, Random } from '../../../model/time.ts';
import { classify } from '../../../net/classify.ts';
import { breakFailure, proxyError } from '../../../net/proxy/failure.ts';
import { readUntil } from '../../../net/proxy/read-until.ts';
import { TunnelStream } from '../../../net/proxy/tunnel-stream.ts';
import { createFakeHello, RANDOM_AT, RANDOM_LENGTH } from './hello.ts';
import { CHANGE_CIPHER, DATA, HANDSHAKE, readRecord, writeRecord } from './records.ts';

/** What a proxy answers with: its hello, the change of cipher, and what would be a certificate. */
const ANSWER = [HANDSHAKE, CHANGE_CIPHER, DATA];
/** As long as Telegram's own apps make them. Bytes. */
const PAYLOAD = 2878;
/** Of a hello's digest the rest says when it was made. */
const SURE = RANDOM_LENGTH - 4;

export interface WearOptions {
  /** 16 bytes that the proxy knows as well. */
  readonly key: Uint8Array;
  /** The site it poses as. */
  readonly domain: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/**
 * Puts a connection to an MTProto proxy into what looks like TLS 1.3 with a site (“fake TLS”, secrets that begin with `ee`):
 * the random of our hello shows the proxy that we know the key, that of its hello shows us that it does. Rejects with
 * NetError('proxy', 'x_proxy_bad_credentials') where it shows that it does not, as the real site behind it would;
 * 'x_proxy_not_a_proxy' where it speaks no TLS; or the signal's reason.
 */
export async function wearTls(stream: Duplex, options: WearOptions): Promise<Duplex> {
  const { key, domain, clock, random, signal } = options;
  const hello = signedHello(createFakeHello(domain, random), key, clock.now());
  stream.write(hello);
  const answer = await readAnswer(stream, signal);
  if (answer.length < RANDOM_AT + RANDOM_LENGTH) throw proxyError('x_proxy_bad_credentials');
  const shown = answer.subarray(RANDOM_AT, RANDOM_AT + RANDOM_LENGTH);
  const expected = digest(key, hello.subarray(RANDOM_AT, RANDOM_AT + RANDOM_LENGTH), withoutRandom(answer));
  if (!timingSafeEqual(shown, expected)) throw proxyError('x_proxy_bad_credentials');
  return new TunnelStream(stream, createRecordCodec());
}

/** The digest of the hello in place of its random, the seconds of the epoch laid over its end. */
function signedHello(hello: Buffer, key: Uint8Array, now: number): Buffer {
  const sum = digest(key, hello);
  const seconds = Math.floor(now / 1000) >>> 0;
  sum.writeUInt32LE((sum.readUInt32LE(SURE) ^ seconds) >>> 0, SURE);
  return Buffer.concat([hello.subarray(0, RANDOM_AT), sum, hello.subarray(RANDOM_AT + RANDOM_LENGTH)]);
}

function withoutRandom(answer: Buffer): Buffer {
  return Buffer.from(answer).fill(0, RANDOM_AT, RANDOM_AT + RANDOM_LENGTH);
}

function digest(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const sum = createHmac('sha256', key);
  for (const part of parts) sum.update(part);
  return sum.digest();
}

/** The bytes of the three records that a proxy answers with. */
async function readAnswer(stream: Duplex, signal: AbortSignal): Promise<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  try {
    return await readUntil(stream, signal, (chunk) => {
      held = Buffer.concat([held, chunk]);
      let end = 0;
      for (const type of ANSWER) {
        const record = readRecord(held.subarray(end));
        if (record === undefined) return undefined;
        if (record.type !== type) throw proxyError('x_proxy_bad_credentials');
        end += record.length;
      }
      return { value: held.subarray(0, end), rest: held.subarray(end) };
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RangeError) throw proxyError('x_proxy_not_a_proxy');
    const failed = classify(error, 'read');
    throw failed.operation === 'proxy'
      ? failed
      : proxyError(breakFailure(failed.failure, 'x_proxy_not_a_proxy'), failed);
  }
}

/** Everything in records of application data; what looks like a change of cipher goes first, as in TLS 1.3. */
function createRecordCodec() {
  let isFirst = true;
  let held: Buffer = Buffer.alloc(0);
  return {
    encode(chunk: Uint8Array): Buffer {
      const records: Buffer[] = [];
      for (let at = 0; at < chunk.length; at += PAYLOAD)
        records.push(writeRecord(DATA, chunk.subarray(at, at + PAYLOAD)));
      if (isFirst && records.length > 0) {
        isFirst = false;
        records.unshift(writeRecord(CHANGE_CIPHER, Buffer.of(1)));
      }
      return Buffer.concat(records);
    },
    decode(chunk: Buffer): readonly Buffer[] {
      held = Buffer.concat([held, chunk]);
      const payloads: Buffer[] = [];
      for (;;) {
        const record = readRecord(held);
        if (record === undefined) return payloads;
        held = held.subarray(record.length);
        if (record.type === DATA) payloads.push(record.payload);
        else if (record.type !== CHANGE_CIPHER) throw new RangeError('no data');
      }
    },
    ended: () => (held.length > 0 ? new NetError('read', 'connection_reset') : null),
  };
}
