import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { answerClientHello } from './noise.ts';
import { DataCentre } from './obfuscated2.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** What answers behind a path: from a client's binary messages, one by one, to a reply or null. */
interface Dialogue {
  readonly origin: string;
  readonly protocol?: string;
  readonly start: () => (message: Buffer) => Buffer | null;
}

const DIALOGUES: Readonly<Record<string, Dialogue>> = {
  '/ws/chat': {
    origin: 'https://web.whatsapp.com',
    start: () => {
      let flight = Buffer.alloc(0);
      let isGreeted = false;
      return (message) => {
        if (isGreeted) return message;
        flight = Buffer.concat([flight, message]);
        const reply = answerClientHello(flight);
        isGreeted = reply !== null;
        return reply;
      };
    },
  },
  '/apiws': {
    origin: 'https://web.telegram.org',
    protocol: 'binary',
    start: () => {
      const centre = new DataCentre();
      return (message) => centre.pushMessage(message);
    },
  },
};

/**
 * The messengers' sockets behind nginx: upgrades by RFC 6455, then WhatsApp's Noise client hello is answered by a server
 * hello and all further messages by themselves, so that a client can go on talking, and Telegram's `req_pq_multi` over
 * obfuscated2 by `resPQ`, in binary frames.
 */
export function createWebSocketServer(): Server {
  const server = createServer((_, response) => response.writeHead(400).end());
  server.on('upgrade', ({ headers, url = '' }, socket) => {
    socket.on('error', () => socket.destroy());
    const key = headers['sec-websocket-key'];
    const dialogue = DIALOGUES[url];
    const isMeant =
      headers.origin === dialogue?.origin && headers['sec-websocket-protocol'] === dialogue?.protocol;
    if (key === undefined || dialogue === undefined || !isMeant) {
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    socket.write(`${upgrade(key, dialogue)}\r\n`);
    const answer = dialogue.start();
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      try {
        for (let next = readFrame(received); next !== null; next = readFrame(received)) {
          received = received.subarray(next.end);
          const reply = answer(next.payload);
          if (reply !== null) socket.write(binaryFrame(reply));
        }
      } catch {
        socket.destroy();
      }
    });
  });
  return server;
}

function upgrade(key: string, { protocol }: Dialogue): string {
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  const fields = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
  ];
  return fields.map((field) => `${field}\r\n`).join('');
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
