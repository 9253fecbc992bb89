import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { answerClientHello } from './noise.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const ORIGIN = 'https://web.whatsapp.com';

/**
 * WhatsApp Web's socket behind nginx: upgrades by RFC 6455, answers a Noise client hello by a server hello in binary
 * frames, and then each further frame by the same bytes, so that a client can go on talking.
 */
export function createWebSocketServer(): Server {
  const server = createServer((_, response) => response.writeHead(400).end());
  server.on('upgrade', ({ headers }, socket) => {
    socket.on('error', () => socket.destroy());
    const key = headers['sec-websocket-key'];
    if (key === undefined || headers.origin !== ORIGIN) {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const accept = createHash('sha1')
      .update(key + GUID)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    let received = Buffer.alloc(0);
    let flight = Buffer.alloc(0);
    let isGreeted = false;
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      try {
        for (let next = readFrame(received); next !== null; next = readFrame(received)) {
          received = received.subarray(next.end);
          if (isGreeted) socket.write(binaryFrame(next.payload));
          else flight = Buffer.concat([flight, next.payload]);
        }
        if (isGreeted) return;
        const reply = answerClientHello(flight);
        if (reply === null) return;
        isGreeted = true;
        socket.write(binaryFrame(reply));
      } catch {
        socket.destroy();
      }
    });
  });
  return server;
}

/** One masked frame of a client; null while it is incomplete. Throws on unmasked or unreasonably long ones. */
function readFrame(bytes: Buffer): { payload: Buffer; end: number } | null {
  if (bytes.length < 2) return null;
  const [, second = 0] = bytes;
  if ((second & 0x80) === 0) throw new Error('clients mask their frames');
  const short = second & 0x7f;
  if (short === 127) throw new Error('frame too long');
  const start = short === 126 ? 4 : 2;
  if (bytes.length < start + 4) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const end = start + 4 + length;
  if (bytes.length < end) return null;
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(
    bytes.subarray(start + 4, end).map((byte, index) => byte ^ (mask[index & 3] ?? 0)),
  );
  return { payload, end };
}

function binaryFrame(payload: Buffer): Buffer {
  const head = Buffer.from([0x82, 126, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([payload.length < 126 ? Buffer.from([0x82, payload.length]) : head, payload]);
}
