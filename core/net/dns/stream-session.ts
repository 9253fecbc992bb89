import type { Duplex } from 'node:stream';
import { NetError } from '../../model/failure.ts';
import { onAbort } from '../abort.ts';
import { classify } from '../classify.ts';
import type { Query } from './query.ts';
import { MAX_MESSAGE_BYTES, mismatch } from './reply.ts';
import type { DnsSession } from './session.ts';

const MAX_UNDER_WAY = 64;
const LENGTH_BYTES = 2;

interface Waiting {
  readonly query: Query;
  resolve(message: Uint8Array): void;
  reject(error: NetError): void;
}

/**
 * DNS over a stream (RFC 7766, and RFC 7858 once it is TLS): each message behind its length, answers in any order.
 * A message that nobody waits for ends the session: somebody else is speaking.
 */
export function createStreamSession(stream: Duplex): DnsSession {
  const waiting = new Set<Waiting>();
  let abandoned = 0;
  let received = Buffer.alloc(0);

  const fail = (error: NetError) => {
    for (const { reject } of waiting) reject(error);
    waiting.clear();
    stream.destroy();
  };

  const deliver = (message: Uint8Array) => {
    const owner = [...waiting].find(({ query }) => mismatch(query, message) === null);
    if (owner !== undefined) {
      waiting.delete(owner);
      owner.resolve(message);
    } else if (abandoned > 0) {
      abandoned -= 1;
    } else {
      const [first] = waiting;
      const failure = first && mismatch(first.query, message);
      fail(new NetError('resolve', failure ?? 'dns_server_misbehaving'));
    }
  };

  stream.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (!stream.destroyed && received.length >= LENGTH_BYTES) {
      const length = received.readUInt16BE(0);
      if (length > MAX_MESSAGE_BYTES) {
        fail(new NetError('resolve', 'dns_server_misbehaving'));
        break;
      }
      if (received.length < LENGTH_BYTES + length) break;
      deliver(received.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
      received = received.subarray(LENGTH_BYTES + length);
    }
  });
  stream.on('error', (error) => fail(new NetError('resolve', classify(error, 'read').failure)));
  stream.on('end', () => fail(new NetError('resolve', 'eof_error')));
  stream.on('close', () => fail(new NetError('resolve', 'eof_error')));

  return {
    exchange: (query, signal) =>
      new Promise((resolve, reject) => {
        if (stream.destroyed || waiting.size >= MAX_UNDER_WAY) {
          reject(new NetError('resolve', 'connection_already_closed'));
          return;
        }
        const entry: Waiting = {
          query,
          resolve(message) {
            stop();
            resolve(message);
          },
          reject(error) {
            stop();
            reject(error);
          },
        };
        waiting.add(entry);
        const stop = onAbort(signal, () => {
          if (waiting.delete(entry)) abandoned += 1;
          reject(signal.reason);
        });
        if (!signal.aborted) stream.write(framed(query.bytes));
      }),
    isClosed: () => stream.destroyed || !stream.writable,
    hold: (alive) => holdProcess(stream, alive),
    close: () => fail(new NetError('resolve', 'connection_already_closed')),
  };
}

function framed(message: Uint8Array): Uint8Array {
  return Uint8Array.from([message.length >> 8, message.length & 0xff, ...message]);
}

/** Sockets, plain or TLS, can be left out of what keeps the process alive; other streams hold nothing themselves. */
function holdProcess(stream: Duplex, alive: boolean): void {
  const method: unknown = Reflect.get(stream, alive ? 'ref' : 'unref');
  if (typeof method === 'function') Reflect.apply(method, stream, []);
}
