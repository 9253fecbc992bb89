import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Framing, openObfuscated } from '../../../net/obfuscated2.ts';
import { createSeededRandom } from '../../../testing/seeded-random.ts';

/** An app's side of a connection to an MTProto proxy with a secret. */
export async function connectMtproto(
  port: number,
  {
    secret,
    centre,
    framing = 'padded',
    seed = 7,
  }: { secret: Uint8Array; centre: number; framing?: Framing; seed?: number },
) {
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const { header, hide, reveal } = openObfuscated(
    { framing, centre },
    { random: createSeededRandom(seed), secret },
  );
  return {
    socket,
    header,
    hide,
    reveal,
    /** Waits for so many bytes, or for the end, and reveals them. */
    async hear(length: number): Promise<Buffer> {
      const chunks: Buffer[] = [];
      let missing = length;
      await new Promise<void>((resolve) => {
        const settle = () => {
          socket.off('readable', take).off('end', settle).off('close', settle);
          resolve();
        };
        const take = () => {
          for (let chunk: unknown = socket.read(); chunk instanceof Buffer; chunk = socket.read()) {
            chunks.push(chunk);
            missing -= chunk.length;
          }
          if (missing <= 0) settle();
        };
        socket.on('readable', take).on('end', settle).on('close', settle);
        if (socket.readableEnded || socket.destroyed) settle();
        else take();
      });
      return reveal(Buffer.concat(chunks));
    },
    /** Waits until it was ended or broken by the other side. */
    async over(): Promise<void> {
      await new Promise<void>((resolve) => {
        if (socket.readableEnded || socket.destroyed) resolve();
        else socket.resume().once('end', resolve).once('close', resolve);
      });
    },
  };
}
