import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Identity } from '../../testing/authority.ts';
import { startServer, startTlsServer } from '../../testing/servers.ts';
import { acceptKey } from '../websocket.ts';

/** A protobuf handshake message with a server hello: ephemeral key, encrypted static key, payload. */
export const NOISE_SERVER_HELLO = Buffer.concat([
  Buffer.from([0x1a, 2 + 32 + 2 + 48 + 2 + 16]),
  Buffer.from([0x0a, 32]),
  Buffer.alloc(32, 7),
  Buffer.from([0x12, 48]),
  Buffer.alloc(48, 8),
  Buffer.from([0x1a, 16]),
  Buffer.alloc(16, 9),
]);

/** The server's side of WhatsApp's first exchange over bare TCP; answers in two writes. */
export function startNoiseServer() {
  return startServer((socket) => {
    collect(socket, NOISE_CLIENT_LENGTH, (hello) => {
      if (!isNoiseClientHello(hello)) return socket.destroy();
      const answer = framed(NOISE_SERVER_HELLO);
      socket.write(answer.subarray(0, 2));
      return setImmediate(() => socket.write(answer.subarray(2)));
    });
  });
}

const NOISE_CLIENT_LENGTH = 4 + 3 + 36;

function isNoiseClientHello(bytes: Buffer): boolean {
  return bytes.subarray(0, 11).equals(Buffer.from('574106030000241222' + '0a20', 'hex'));
}

function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0, message.length >> 8, message.length & 255]), message]);
}

/** The same inside a web socket on TLS, after a ping; `accept` overrides the accept key. */
export function startWebSocketServer(identity: Identity, accept?: string) {
  return startTlsServer(identity, (socket) => {
    upgrade(socket, accept, undefined, () =>
      collect(socket, FRAME_HEAD + NOISE_CLIENT_LENGTH, (frame) => {
        if (!isNoiseClientHello(unmask(frame))) return socket.destroy();
        const answer = framed(NOISE_SERVER_HELLO);
        const frames = [
          Buffer.from([0x89, 1, 0x21]),
          serverFrame(answer.subarray(0, 9)),
          serverFrame(answer.subarray(9)),
        ];
        return socket.write(Buffer.concat(frames));
      }),
    );
  });
}

/** Telegram's side of obfuscated2 inside a web socket on TLS; `protocol` is the sub-protocol it agrees to. */
export function startWebSocketDataCentre(identity: Identity, protocol: string | undefined = 'binary') {
  return startTlsServer(identity, (socket) => {
    upgrade(socket, undefined, protocol, () =>
      collect(socket, 2 * FRAME_HEAD + 64 + 4 + 40, (frames) => {
        const header = unmask(frames.subarray(0, FRAME_HEAD + 64));
        const answer = answerPq(Buffer.concat([header, unmask(frames.subarray(FRAME_HEAD + 64))]));
        if (answer === null) return socket.destroy();
        return socket.write(
          Buffer.concat([serverFrame(answer.subarray(0, 9)), serverFrame(answer.subarray(9))]),
        );
      }),
    );
  });
}

/** Of a client's short frame: two bytes and the mask. */
const FRAME_HEAD = 6;

function unmask(frame: Buffer): Buffer {
  const mask = frame.subarray(2, FRAME_HEAD);
  return Buffer.from(frame.subarray(FRAME_HEAD).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
}

/** Reads a request's head, switches protocols, and goes on with `then`. */
function upgrade(
  socket: Duplex,
  accept: string | undefined,
  protocol: string | undefined,
  then: () => void,
): void {
  let head = '';
  const read = (chunk: Buffer) => {
    head += chunk.toString('latin1');
    if (!head.includes('\r\n\r\n')) return;
    socket.off('data', read);
    const key = /sec-websocket-key: (\S+)/i.exec(head)?.[1] ?? '';
    const agreed = protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`;
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept ?? acceptKey(key)}\r\n${agreed}\r\n`,
    );
    then();
  };
  socket.on('data', read);
}

function serverFrame(data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x82, data.length]), data]);
}

/** A Telegram data centre's side of obfuscated2; `respond` may bend the answer to a request. */
export function startDataCentre(respond: (answer: Buffer) => Buffer = (answer) => answer) {
  return startServer((socket) => {
    socket.once('end', () => socket.end());
    collect(socket, 64 + 4 + 40, (bytes) => {
      const answer = answerPq(bytes, respond);
      return answer === null ? socket.destroy() : socket.write(answer);
    });
  });
}

/** `resPQ` to a header and a `req_pq_multi` in intermediate packets, padded or not, encrypted; null to anything else. */
function answerPq(bytes: Buffer, respond: (answer: Buffer) => Buffer = (answer) => answer): Buffer | null {
  const header = bytes.subarray(0, 64);
  const reversed = Buffer.from(header.subarray(8, 56)).reverse();
  const decipher = createDecipheriv('aes-256-ctr', header.subarray(8, 40), header.subarray(40, 56));
  const cipher = createCipheriv('aes-256-ctr', reversed.subarray(0, 32), reversed.subarray(32, 48));
  const plain = decipher.update(bytes);
  const hasLength = [0xdddddddd, 0xeeeeeeee].includes(plain.readUInt32LE(56));
  const request = plain.subarray(68, 108);
  if (!hasLength || request.readUInt32LE(20) !== 0xbe7e8ef1) return null;
  const resPq = Buffer.concat([
    request.subarray(0, 16),
    Buffer.from([36, 0, 0, 0]),
    Buffer.from('63241605', 'hex'),
    request.subarray(24, 40),
    Buffer.alloc(16, 3),
  ]);
  const answer = respond(resPq);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(answer.length);
  return cipher.update(Buffer.concat([length, answer]));
}

/** Calls `then` once with the first bytes, when there are at least `length`. */
function collect(socket: Socket | Duplex, length: number, then: (bytes: Buffer) => unknown): void {
  let seen: Buffer = Buffer.alloc(0);
  const read = (chunk: Buffer) => {
    seen = Buffer.concat([seen, chunk]);
    if (seen.length < length) return;
    socket.off('data', read);
    then(seen);
  };
  socket.on('data', read);
}
