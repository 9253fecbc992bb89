import { Duplex } from 'node:stream';
import type { Framing } from '../../../net/obfuscated2.ts';
import { frame } from './app.ts';
import { connectMtproto } from './mtproto-client.ts';

/** No two apps draw the same header, or the second would be taken for a recording of the first. */
let seed = 1000;
/** More than apps put into one packet. */
const MOST = 256 << 10;
const LENGTH_BYTES = 4;

export interface AppOptions {
  readonly secret: Uint8Array;
  readonly centre?: number;
  readonly framing?: Framing;
}

/**
 * Telegram's app at an MTProto proxy, as a stream: each write is a packet, and what lies in the packets that come is read. In padded
 * packets there is as much padding as the first byte asks for.
 */
export async function connectApp(port: number, options: AppOptions): Promise<Duplex> {
  const { secret, centre = 2, framing = 'padded' } = options;
  seed += 1;
  const { socket, header, hide, reveal } = await connectMtproto(port, { secret, centre, framing, seed });
  let held: Buffer = Buffer.alloc(0);
  let isGreeted = false;
  const stream = new Duplex({
    allowHalfOpen: false,
    write(chunk: Buffer, _encoding, callback) {
      const padding = framing === 'padded' ? (chunk[0] ?? 0) & 15 : (4 - (chunk.length & 3)) & 3;
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32LE(chunk.length);
      const packet = hide(frame(Buffer.concat([length, chunk, Buffer.alloc(padding, 0x55)]), framing));
      socket.write(isGreeted ? packet : Buffer.concat([header, packet]), callback);
      isGreeted = true;
    },
    final(callback) {
      socket.end(callback);
    },
    read() {
      socket.resume();
    },
    destroy(error, callback) {
      socket.destroy();
      callback(error);
    },
  });
  socket.pause();
  socket.on('data', (bytes: Buffer) => {
    held = Buffer.concat([held, reveal(bytes)]);
    for (let body = takePacket(); body !== undefined; body = takePacket()) {
      const said = body.subarray(LENGTH_BYTES, LENGTH_BYTES + body.readUInt32LE(0));
      if (!stream.push(said)) socket.pause();
    }
  });
  socket.once('end', () => stream.push(null)).once('close', () => stream.destroy());
  return stream;

  function takePacket(): Buffer | undefined {
    if (held.length < 4) return undefined;
    const isLong = framing !== 'abridged' || held[0] === 0x7f;
    const start = isLong ? 4 : 1;
    const words = held[0] === 0x7f ? held.readUIntLE(1, 3) : (held[0] ?? 0);
    const length = framing === 'abridged' ? words * 4 : held.readUInt32LE(0);
    if (length > MOST) throw new Error(`a packet of ${length} bytes`);
    if (held.length < start + length) return undefined;
    const body = held.subarray(start, start + length);
    held = held.subarray(start + length);
    return body;
  }
}
